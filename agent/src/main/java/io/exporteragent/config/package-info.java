/**
 * Turns what the user wrote (agent argument, environment) into immutable {@link
 * io.exporteragent.config.Settings}. Strict: whatever is not understood is an error that says what
 * was expected.
 *
 * <p>Lives in the agent's class loader; imports no other room; any room may use it.
 */
package io.exporteragent.config;
