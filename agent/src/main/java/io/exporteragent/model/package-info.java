/**
 * What a page is made of: {@link io.exporteragent.model.Family families} with their points, names
 * and types, and how several of one name become one.
 *
 * <p>Lives in the agent's class loader; any room may use it and it uses none. Families cross class
 * loaders (an application's registry is read by a class that sees both sides), therefore everything
 * here is made of types of this package and of the JDK, but for {@link
 * io.exporteragent.model.SnapshotFamily}, which reads client_java's.
 */
package io.exporteragent.model;
