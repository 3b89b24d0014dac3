/**
 * Golden signals of an application that is not changed: HTTP requests, database operations and log
 * events, measured in servers, drivers and loggers that are known by presets.
 *
 * <p>Lives in the agent's class loader, except for the class that woven code calls, which is
 * defined in the boot loader. Used by {@code lifecycle} only.
 */
package io.exporteragent.source.signal;
