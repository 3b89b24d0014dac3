package io.exporteragent.attach;

import org.jspecify.annotations.Nullable;

/** A JVM with what can be known of it from outside. Immutable. */
public final class JvmDescription {
  private final Jvm jvm;
  private final @Nullable String user;
  private final @Nullable String javaVersion;
  private final @Nullable AgentState agent;
  private final @Nullable String obstacle;

  JvmDescription(
      Jvm jvm,
      @Nullable String user,
      @Nullable String javaVersion,
      @Nullable AgentState agent,
      @Nullable String obstacle) {
    this.jvm = jvm;
    this.user = user;
    this.javaVersion = javaVersion;
    this.agent = agent;
    this.obstacle = obstacle;
  }

  public Jvm jvm() {
    return jvm;
  }

  /** Whom it runs as, null if that cannot be told. */
  public @Nullable String user() {
    return user;
  }

  /** For instance 17.0.9, null if that cannot be told. */
  public @Nullable String javaVersion() {
    return javaVersion;
  }

  /** Null if there is no agent, or none that could be asked. */
  public @Nullable AgentState agent() {
    return agent;
  }

  /** Why the agent cannot be attached, null if it can. */
  public @Nullable String obstacle() {
    return obstacle;
  }
}
