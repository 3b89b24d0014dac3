package io.exporteragent.httpclient;

import io.exporteragent.config.Key;
import io.exporteragent.config.Mapping;
import io.exporteragent.config.Schema;
import io.exporteragent.config.Settings;
import io.exporteragent.config.Values;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Which certificates a client trusts. */
public final class TlsSettings extends Settings {
  private static final Key<Path> CA_FILE =
      Key.optional(
          "ca_file",
          Schema.file(),
          "what the JVM trusts",
          "PEM file with the only authorities to trust");
  private static final Key<Boolean> INSECURE_SKIP_VERIFY =
      Key.of("insecure_skip_verify", Schema.bool(), false, "true trusts any certificate");

  /** What stands under {@code tls}. */
  public static final Mapping<TlsSettings> SCHEMA =
      Schema.mapping(TlsSettings::new, CA_FILE, INSECURE_SKIP_VERIFY);

  /** The authorities the JVM trusts, and a certificate for the host that was asked for. */
  public static final TlsSettings DEFAULT = SCHEMA.defaults();

  private TlsSettings(Values values) {
    super(values);
  }

  /** Makes settings without a file. */
  public static TlsSettings of(@Nullable Path caFile, boolean insecureSkipVerify) {
    Mapping.Builder<TlsSettings> tls =
        SCHEMA.builder().with(INSECURE_SKIP_VERIFY, insecureSkipVerify);
    return (caFile == null ? tls : tls.with(CA_FILE, caFile)).build();
  }

  /** Returns the PEM file with the only authorities to trust; null for those the JVM trusts. */
  public @Nullable Path caFile() {
    return values().find(CA_FILE);
  }

  /** Returns whether any certificate for any host will do. */
  public boolean insecureSkipVerify() {
    return values().get(INSECURE_SKIP_VERIFY);
  }

  @Override
  public String toString() {
    return insecureSkipVerify()
        ? "not verified"
        : "verified by " + (caFile() == null ? "JVM" : caFile());
  }
}
