package io.exporteragent.lifecycle;

import io.exporteragent.http.Door;

/** The door of the server, whoever has to show what at the moment. Any thread. */
final class FrontDoor implements Door {
  private volatile Version version = Door.open();
  private volatile String scheme = "http";

  /** Lets clients in by these rules from now on. */
  void use(Version other, boolean hasTls) {
    version = other;
    scheme = hasTls ? "https" : "http";
  }

  @Override
  public Version version() {
    return version;
  }

  /** Returns the scheme of the page's URL. */
  String scheme() {
    return scheme;
  }
}
