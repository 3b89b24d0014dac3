/**
 * What OSHI, which is bundled, uses in place of a class of its own that runs commands, and of the
 * JDK's time zone.
 *
 * <p>Lives in the agent's class loader, beside OSHI. Nobody else calls it.
 */
package oshi.util;
