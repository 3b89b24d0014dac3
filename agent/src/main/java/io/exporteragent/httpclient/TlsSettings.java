package io.exporteragent.httpclient;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.Key;
import io.exporteragent.config.Mapping;
import io.exporteragent.config.Schema;
import io.exporteragent.config.Settings;
import io.exporteragent.config.Values;
import io.exporteragent.config.YamlValue;
import io.exporteragent.tls.TlsVersion;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which certificates a client trusts, and which it shows. */
public final class TlsSettings extends Settings {
  private static final Pattern SERVER_NAMES = Pattern.compile("[A-Za-z0-9._:-]+");

  private static final Key<Path> CA_FILE =
      Key.optional(
          "ca_file",
          Schema.file(),
          "what the JVM trusts",
          "PEM file with the only authorities to trust");
  private static final Key<Path> CERT_FILE =
      Key.optional(
          "cert_file",
          Schema.file(),
          "none",
          "PEM file with the client's certificate and its chain, for servers that ask for one");
  private static final Key<Path> KEY_FILE =
      Key.optional(
          "key_file", Schema.file(), "none", "PEM file with its private key, without a password");
  private static final Key<String> SERVER_NAME =
      Key.optional(
          "server_name",
          Schema.scalar("name", TlsSettings::readServerName),
          "the host of the URL",
          "the name that the server's certificate has");
  private static final Key<TlsVersion> MIN_VERSION =
      Key.optional(
          "min_version",
          Schema.scalar("version", TlsSettings::readVersion, TlsVersion::name),
          "the JVM's",
          "the oldest TLS to speak: TLS10, TLS11, TLS12 or TLS13");
  private static final Key<Boolean> INSECURE_SKIP_VERIFY =
      Key.of("insecure_skip_verify", Schema.bool(), false, "true trusts any certificate");

  /** What stands under {@code tls}. */
  public static final Mapping<TlsSettings> SCHEMA =
      Schema.mapping(
          TlsSettings::new,
          CA_FILE,
          CERT_FILE,
          KEY_FILE,
          SERVER_NAME,
          MIN_VERSION,
          INSECURE_SKIP_VERIFY);

  /** The authorities the JVM trusts, and a certificate for the host that was asked for. */
  public static final TlsSettings DEFAULT = SCHEMA.defaults();

  private TlsSettings(Values values) throws ConfigurationException {
    super(values);
    requireBoth(CERT_FILE, KEY_FILE);
    requireBoth(KEY_FILE, CERT_FILE);
  }

  private void requireBoth(Key<Path> one, Key<Path> other) throws ConfigurationException {
    if (values().find(one) != null && values().find(other) == null) {
      throw values()
          .errorAt(
              one.name(),
              one.name() + " without " + other.name(),
              "a certificate is shown with both, give " + other.name() + " as well");
    }
  }

  /** Makes settings without a file. */
  public static TlsSettings of(@Nullable Path caFile, boolean insecureSkipVerify) {
    Mapping.Builder<TlsSettings> tls =
        SCHEMA.builder().with(INSECURE_SKIP_VERIFY, insecureSkipVerify);
    return (caFile == null ? tls : tls.with(CA_FILE, caFile)).build();
  }

  private static String readServerName(YamlValue at) throws ConfigurationException {
    if (!SERVER_NAMES.matcher(at.text()).matches()) {
      throw at.expected("the name of a host, or an address");
    }
    return at.text();
  }

  private static TlsVersion readVersion(YamlValue at) throws ConfigurationException {
    for (TlsVersion each : TlsVersion.values()) {
      if (each.name().equals(at.text())) {
        return each;
      }
    }
    throw at.expected("one of TLS10, TLS11, TLS12, TLS13");
  }

  /** Returns the PEM file with the only authorities to trust; null for those the JVM trusts. */
  public @Nullable Path caFile() {
    return values().find(CA_FILE);
  }

  /** Returns the PEM file with the certificate to show; null for none, as is its key then. */
  public @Nullable Path certFile() {
    return values().find(CERT_FILE);
  }

  /** Returns the PEM file with the key of that certificate; null for none. */
  public @Nullable Path keyFile() {
    return values().find(KEY_FILE);
  }

  /** Returns the name the certificate of the server must have; null for the host of the URL. */
  public @Nullable String serverName() {
    return values().find(SERVER_NAME);
  }

  /** Returns the oldest version to speak; null for whatever this JVM speaks. */
  public @Nullable TlsVersion minVersion() {
    return values().find(MIN_VERSION);
  }

  /** Returns whether any certificate for any host will do. */
  public boolean insecureSkipVerify() {
    return values().get(INSECURE_SKIP_VERIFY);
  }

  @Override
  public String toString() {
    String verified =
        insecureSkipVerify()
            ? "not verified"
            : "verified by " + (caFile() == null ? "JVM" : caFile());
    return certFile() == null ? verified : verified + ", showing " + certFile();
  }
}
