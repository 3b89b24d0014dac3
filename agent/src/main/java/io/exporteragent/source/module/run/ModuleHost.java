package io.exporteragent.source.module.run;

import io.exporteragent.config.ModuleSettings;
import io.exporteragent.guest.Messages;

/** What all modules of a folder have in common. Immutable. */
public final class ModuleHost {
  final ModuleSettings settings;

  final Agenda agenda;

  public final ModuleNames names = new ModuleNames();
  public final Messages messages;

  public ModuleHost(ModuleSettings settings, Agenda agenda, Messages messages) {
    this.settings = settings;
    this.agenda = agenda;
    this.messages = messages;
  }
}
