/**
 * Source: methods of the application, measured because the configuration says so.
 *
 * <p>Lives in the agent's class loader, but for the one class that instrumented methods call, which
 * is the JDK's neighbour in the boot loader. The composition root makes and closes it; no other
 * room may use it.
 */
package io.exporteragent.source.method;
