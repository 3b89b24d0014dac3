/**
 * The only classes of the agent that the application can see: the entry points and the class loader
 * that hides everything else.
 *
 * <p>Lives in the system class loader, uses the JDK alone, imports no other room, and avoids
 * lambdas (Java 8 runs {@code premain} before its JIT compiler starts, and lambdas are what costs
 * most there). Once loaded these classes stay for the life of the JVM, so what they do is kept
 * small, and a newer jar, attached later, finds these and not its own. Hence the contract between
 * this package and every core, of which no part may change:
 *
 * <ul>
 *   <li>The core lies in its jar as {@code CoreArchive} describes; the manifest has its {@code
 *       Implementation-Version}, which is how two cores are told apart.
 *   <li>{@code io.exporteragent.ExporterAgent} has {@code static AutoCloseable start(String
 *       arguments, Instrumentation)}. What it returns is a {@code Consumer<String>} too, which
 *       takes other arguments, and once closed leaves nothing behind.
 *   <li>The request is {@code [jar=uri ][arguments|detach]}, and the outcome is published in the
 *       system property {@code exporter.agent}.
 * </ul>
 */
package io.exporteragent.bootstrap;
