/**
 * Metric modules: source files, classes and jars in a watched folder that are loaded, run and
 * replaced while the application runs.
 *
 * <p>{@code ModuleFolder} tells what lies in the folder and may be trusted, {@code ModuleReader}
 * makes classes of it, and the rest loads and runs these, each version in a class loader and on a
 * thread of its own.
 *
 * <p>Lives in the agent's class loader and imports {@code gather} and {@code config} alone. Created
 * by the composition root; the command line compiles modules ahead with {@link
 * io.exporteragent.source.module.PrecompiledModule}.
 */
package io.exporteragent.source.module;
