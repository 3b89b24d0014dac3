package io.exporteragent.exposition;

import io.exporteragent.guest.Messages;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Says once for each metric family that it cannot be written, and why. */
public final class RefusedFamilies {
  /** Bounds the memory that an application with ever new bad names can take. */
  private static final int MOST_NAMES = 1000;

  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private final Messages messages;

  public RefusedFamilies(Messages messages) {
    this.messages = messages;
  }

  void tell(String name, @Nullable String reason) {
    if (told.size() < MOST_NAMES && told.add(name)) {
      String message = "metric family '" + name + "' is left out of the page: " + reason;
      messages.say(message.replaceAll("\\p{Cntrl}+", " "));
    }
  }
}
