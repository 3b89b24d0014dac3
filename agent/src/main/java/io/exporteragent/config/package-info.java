/**
 * Turns agent argument, environment and YAML file into immutable {@link
 * io.exporteragent.config.Settings}. Strict: anything unknown or malformed is an error that says
 * where it is and what was expected, and no error shows a secret.
 *
 * <p>A section declares its keys once, in its settings class, as a {@link
 * io.exporteragent.config.Schema} of {@link io.exporteragent.config.Key}s; reading, {@code check},
 * the example and the table in the documentation derive from it.
 *
 * <p>Lives in the agent's class loader; imports no other package; all others may use it. Only
 * {@code YamlDocument} uses the YAML library.
 */
package io.exporteragent.config;
