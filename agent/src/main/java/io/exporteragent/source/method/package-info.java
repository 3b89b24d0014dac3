/**
 * Metrics of the application's methods, as configured under {@code methods}.
 *
 * <p>Lives in the agent's class loader, except for the class that woven methods call, which is
 * defined in the boot loader. Used by {@code lifecycle} only; {@code weave} changes the classes.
 */
package io.exporteragent.source.method;
