/**
 * Makes class files of a module's file, whatever kind it is: compiles a source against client_java,
 * unpacks a jar, or takes a class as it is.
 *
 * <p>Uses {@code folder} alone. The command line compiles modules ahead with {@link
 * io.exporteragent.source.module.compile.ModuleJar}.
 */
package io.exporteragent.source.module.compile;
