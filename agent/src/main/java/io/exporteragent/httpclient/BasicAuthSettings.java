package io.exporteragent.httpclient;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.Key;
import io.exporteragent.config.Mapping;
import io.exporteragent.config.Schema;
import io.exporteragent.config.Secret;
import io.exporteragent.config.Settings;
import io.exporteragent.config.Values;
import io.exporteragent.config.YamlValue;

/** A client's credentials for HTTP basic authentication. */
public final class BasicAuthSettings extends Settings {
  private static final Key<String> USERNAME =
      Key.required(
          "username", Schema.scalar("text", BasicAuthSettings::readUsername), "without a colon");
  private static final Secret.Keys PASSWORD = new Secret.Keys("password", Schema.secret());

  /** What stands under {@code basic_auth}. */
  public static final Mapping<BasicAuthSettings> SCHEMA =
      Schema.mapping(BasicAuthSettings::new, USERNAME, PASSWORD.text(), PASSWORD.file());

  private final Secret password;

  private BasicAuthSettings(Values values) throws ConfigurationException {
    super(values);
    this.password = PASSWORD.of(values);
  }

  /** Makes settings without a file. */
  public static BasicAuthSettings of(String username, Secret password) {
    return PASSWORD.with(SCHEMA.builder().with(USERNAME, username), password).build();
  }

  private static String readUsername(YamlValue at) throws ConfigurationException {
    if (at.text().indexOf(':') >= 0) {
      throw at.error("a user name with a colon", "basic authentication cannot carry it");
    }
    return at.text();
  }

  /** Returns the name, without a colon. */
  public String username() {
    return values().get(USERNAME);
  }

  /** Returns the password, read whenever it is used. */
  public Secret password() {
    return password;
  }

  @Override
  public String toString() {
    return username() + ":" + password;
  }
}
