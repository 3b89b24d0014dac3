package io.exporteragent.httpclient;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.Key;
import io.exporteragent.config.Mapping;
import io.exporteragent.config.Schema;
import io.exporteragent.config.Secret;
import io.exporteragent.config.Settings;
import io.exporteragent.config.Values;
import io.exporteragent.config.YamlValue;

/** The {@code Authorization} header of a client: a scheme and what proves the right to it. */
public final class AuthorizationSettings extends Settings {
  private static final Key<String> TYPE =
      Key.of(
          "type",
          Schema.scalar("word", AuthorizationSettings::readType),
          "Bearer",
          "the authentication scheme");
  private static final Secret.Keys CREDENTIALS =
      new Secret.Keys(
          "credentials", Schema.scalar("secret", AuthorizationSettings::readCredentials));

  /** What stands under {@code authorization}. */
  public static final Mapping<AuthorizationSettings> SCHEMA =
      Schema.mapping(AuthorizationSettings::new, TYPE, CREDENTIALS.text(), CREDENTIALS.file());

  private final Secret credentials;

  private AuthorizationSettings(Values values) throws ConfigurationException {
    super(values);
    this.credentials = CREDENTIALS.of(values);
  }

  /** Makes settings without a file. */
  public static AuthorizationSettings of(String type, Secret credentials) {
    return CREDENTIALS.with(SCHEMA.builder().with(TYPE, type), credentials).build();
  }

  private static String readType(YamlValue at) throws ConfigurationException {
    String type = at.text();
    if (type.equalsIgnoreCase("basic")) {
      throw at.error("type Basic", "use basic_auth with username and password instead");
    }
    if (!HeaderRules.isToken(type)) {
      throw at.error("not an authentication scheme", "expected one word such as Bearer");
    }
    return type;
  }

  private static Secret readCredentials(YamlValue at) throws ConfigurationException {
    HeaderRules.readValue(at);
    return Secret.ofText(at.nonEmptyText());
  }

  /** Returns the authentication scheme. */
  public String type() {
    return values().get(TYPE);
  }

  /** Returns what follows the scheme, read whenever it is used. */
  public Secret credentials() {
    return credentials;
  }

  @Override
  public String toString() {
    return type() + " " + credentials;
  }
}
