/**
 * How to live in a JVM that is somebody else's.
 *
 * <p>Lives in the agent's class loader and imports no other room; every room in it may use it.
 */
package io.exporteragent.guest;
