package io.exporteragent.source.module;

import io.exporteragent.config.ModuleSettings;
import io.exporteragent.guest.Agenda;
import io.exporteragent.guest.Messages;

/** What all modules of a folder have in common. Immutable. */
final class ModuleHost {
  final ModuleSettings settings;

  final Agenda agenda;

  final ModuleNames names = new ModuleNames();
  final Messages messages;

  ModuleHost(ModuleSettings settings, Agenda agenda, Messages messages) {
    this.settings = settings;
    this.agenda = agenda;
    this.messages = messages;
  }
}
