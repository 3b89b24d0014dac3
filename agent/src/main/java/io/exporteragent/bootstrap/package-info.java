/**
 * The only classes of the agent that the application can see: the entry points and the class loader
 * that hides everything else.
 *
 * <p>Lives in the system class loader, uses the JDK alone, imports no other room, and avoids
 * lambdas (Java 8 runs {@code premain} before its JIT compiler starts, and lambdas are what costs
 * most there). Once loaded these classes stay for the life of the JVM, so what they do is kept
 * small.
 */
package io.exporteragent.bootstrap;
