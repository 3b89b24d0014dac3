/**
 * What JNA, which is bundled, uses in place of classes of the JDK that an agent must leave alone.
 * The names are changed in JNA's classes when the jar is packed.
 *
 * <p>Lives in the agent's class loader, beside JNA. Nobody else calls it.
 */
package com.sun.jna;
