/**
 * Metric modules: source files, classes and jars in a watched folder that are loaded, run and
 * replaced while the application runs.
 *
 * <p>What happens to a file, in the order of the packages. Each may use those above it and none
 * below:
 *
 * <pre>
 *   folder    finds the module's files and checks who could have written them
 *   compile   makes class files of them
 *   isolate   loads these, with a registry of their own
 *   run       runs them on a thread of their own
 *   (here)    decides which version of which module runs, and shows that
 * </pre>
 *
 * <p>Lives in the agent's class loader. {@code lifecycle} starts {@link
 * io.exporteragent.source.module.ModuleMetrics}; the command line uses {@code compile}.
 */
package io.exporteragent.source.module;
