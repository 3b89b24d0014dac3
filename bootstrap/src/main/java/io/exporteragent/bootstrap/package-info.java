/**
 * The only classes of the agent that the application can see: the entry points and the class loader
 * that hides everything else. Everything else is called the core.
 *
 * <p>These classes are loaded by the system class loader. They use nothing but the JDK, and no
 * lambdas, which are slow on Java 8 because it runs {@code premain} before its JIT compiler starts.
 * The JVM keeps them until it ends: when a newer jar is attached later, the classes of the older
 * jar start the newer core. Therefore no part of the contract between this package and every core
 * may change:
 *
 * <ul>
 *   <li>The core is stored in its jar as {@code CoreArchive} describes. Cores differ by the {@code
 *       Implementation-Version} in the jar's manifest.
 *   <li>{@code io.exporteragent.ExporterAgent} has {@code static AutoCloseable start(String
 *       arguments, Instrumentation)}. The object it returns is also a {@code Consumer<String>},
 *       which accepts new arguments; its {@code close()} leaves nothing behind.
 *   <li>{@code ExporterAgent} has {@code static void answer(String question, OutputStream,
 *       Instrumentation)}, which returns once the answer is written and nothing of it is left. A
 *       question is as {@code Question} describes; it changes neither the core that runs nor what
 *       is published.
 *   <li>A request is as {@code LoadRequest} describes. Its outcome is published in the system
 *       property {@code exporter.agent}, as {@code PublishedProperty} describes.
 * </ul>
 */
package io.exporteragent.bootstrap;
