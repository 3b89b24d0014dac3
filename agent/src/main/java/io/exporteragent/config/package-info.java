/**
 * Turns what the user wrote (agent argument, environment, YAML file) into immutable {@link
 * io.exporteragent.config.Settings}. Strict: whatever is not understood is an error that says where
 * it stands and what was expected, and none shows a secret.
 *
 * <p>A new section is a settings class, a key in {@code SettingsReader} with a reader of a few
 * lines over {@code YamlMap}, its lines in {@code SettingsDescription} and in {@code example.yml};
 * a test fails while the example lacks one of its keys.
 *
 * <p>Lives in the agent's class loader; imports no other room; any room may use it. The YAML
 * library is seen by {@code YamlDocument} alone.
 */
package io.exporteragent.config;
