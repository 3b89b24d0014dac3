package io.exporteragent.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;

/** Who a probe says it is and whom it believes. No message shows a value. */
final class ProbeSecurityReader {
  private ProbeSecurityReader() {}

  static BasicAuthSettings basicAuth(YamlValue section) throws ConfigurationException {
    YamlMap map = section.map("username", "password", "password_file");
    YamlValue username = map.require("username");
    if (username.text().indexOf(':') >= 0) {
      throw username.error("a user name with a colon", "basic authentication cannot carry it");
    }
    return new BasicAuthSettings(username.text(), secret(map, "password"));
  }

  static AuthorizationSettings authorization(YamlValue section) throws ConfigurationException {
    YamlMap map = section.map("type", "credentials", "credentials_file");
    YamlValue type = map.get("type");
    if (type != null && type.text().equalsIgnoreCase("basic")) {
      throw type.error("type Basic", "use basic_auth with username and password instead");
    }
    if (type != null && !Names.isToken(type.text())) {
      throw type.error("not an authentication scheme", "expected one word such as Bearer");
    }
    YamlValue credentials = map.get("credentials");
    if (credentials != null) {
      headerValue(credentials);
    }
    return new AuthorizationSettings(
        type == null ? "Bearer" : type.text(), secret(map, "credentials"));
  }

  static TlsSettings tls(YamlValue section) throws ConfigurationException {
    YamlMap map = section.map("ca_file", "insecure_skip_verify");
    YamlValue caFile = map.get("ca_file");
    return new TlsSettings(
        caFile == null ? null : file(caFile), map.bool("insecure_skip_verify", false));
  }

  /** Text that cannot end the header it is sent in. */
  static String headerValue(YamlValue value) throws ConfigurationException {
    String text = value.text();
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i)) && text.charAt(i) != '\t') {
        throw value.error(
            "a line break or control character", "it would end the header, remove it");
      }
    }
    return text;
  }

  /** The secret under a key, or in the file under the key with {@code _file} appended. */
  private static Secret secret(YamlMap map, String key) throws ConfigurationException {
    YamlValue text = map.get(key);
    YamlValue file = map.get(key + "_file");
    if (text != null && file != null) {
      throw file.atKey()
          .error(String.format("both %s and %s_file", key, key), "remove one of them");
    }
    if (file != null) {
      return Secret.inFile(file(file));
    }
    if (text != null) {
      return Secret.ofText(text.nonEmptyText());
    }
    throw map.error(
        String.format("key \"%s\" is missing", key),
        String.format("add it, or %s_file with the name of a file", key));
  }

  private static Path file(YamlValue value) throws ConfigurationException {
    try {
      return Paths.get(value.nonEmptyText());
    } catch (InvalidPathException e) {
      throw value.error(
          String.format("not a file name (%s)", Quoted.plain(e.getReason())),
          "give the name of a file");
    }
  }
}
