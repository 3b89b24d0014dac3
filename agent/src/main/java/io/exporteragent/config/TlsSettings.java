package io.exporteragent.config;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whom a probe believes over TLS. */
public final class TlsSettings {
  /** The authorities the JVM trusts, and a certificate for the host that was asked for. */
  public static final TlsSettings DEFAULT = new TlsSettings(null, false);

  private final @Nullable Path caFile;
  private final boolean insecureSkipVerify;

  public TlsSettings(@Nullable Path caFile, boolean insecureSkipVerify) {
    this.caFile = caFile;
    this.insecureSkipVerify = insecureSkipVerify;
  }

  /** The PEM file with the only authorities to trust; null for those the JVM trusts. */
  public @Nullable Path caFile() {
    return caFile;
  }

  /** Whether any certificate for any host will do. */
  public boolean insecureSkipVerify() {
    return insecureSkipVerify;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TlsSettings
        && Objects.equals(caFile, ((TlsSettings) other).caFile)
        && insecureSkipVerify == ((TlsSettings) other).insecureSkipVerify;
  }

  @Override
  public int hashCode() {
    return Objects.hash(caFile, insecureSkipVerify);
  }

  @Override
  public String toString() {
    return insecureSkipVerify ? "not verified" : "verified by " + (caFile == null ? "JVM" : caFile);
  }
}
