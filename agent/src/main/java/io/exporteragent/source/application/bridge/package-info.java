/**
 * Code compiled against the application's libraries. Each class here is defined by a {@link
 * io.exporteragent.source.application.BridgeLoader}, where {@code io.prometheus} is the
 * application's copy, of any version, and everything else the agent's. Only members that
 * client_java 1.0.0 already had may be used; the rest of the agent may refer to these classes only
 * by name.
 */
package io.exporteragent.source.application.bridge;
