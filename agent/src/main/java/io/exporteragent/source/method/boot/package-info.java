/**
 * The class that woven methods call. Its bytes are defined in the boot loader under a name in
 * {@code java.lang}, the only package that every class loader delegates, including those of OSGi
 * and JBoss Modules. In the agent's loader only its constants and pure functions are used.
 *
 * <p>Uses the JDK only; used by {@code source.method} only.
 */
package io.exporteragent.source.method.boot;
