/**
 * Golden signals of an application that is not changed: HTTP requests, database operations, pools
 * of connections and threads and log events, measured in servers, drivers, pools and loggers that
 * are known by presets.
 *
 * <p>Lives in the agent's class loader, except for the classes that woven code calls, which are
 * defined in the boot loader. Used by {@code lifecycle} only.
 */
package io.exporteragent.source.signal;
