/**
 * What woven methods call. The one class here is a pattern: its bytes are defined in the boot
 * loader under a name in {@code java.lang}, the only package that every class loader passes on to
 * it, OSGi's and JBoss Modules' too. In the agent's loader the class itself serves for its
 * constants alone.
 *
 * <p>Uses the JDK alone and is used by {@code io.exporteragent.method} alone.
 */
package io.exporteragent.source.method.boot;
