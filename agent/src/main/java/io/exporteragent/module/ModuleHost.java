package io.exporteragent.module;

import io.exporteragent.config.ModuleSettings;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/** What all modules of a folder have in common. Immutable. */
final class ModuleHost {
  final ModuleSettings settings;

  /** One thread, which discards what comes after its end. */
  final ScheduledExecutorService scheduler;

  final ModuleNames names = new ModuleNames();
  final Consumer<String> messages;

  ModuleHost(
      ModuleSettings settings, ScheduledExecutorService scheduler, Consumer<String> messages) {
    this.settings = settings;
    this.scheduler = scheduler;
    this.messages = messages;
  }
}
