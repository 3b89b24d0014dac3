/**
 * Holds the one class of slf4j-api whose place the agent takes within its own class loader, see
 * {@link org.slf4j.LoggerFactory}.
 */
package org.slf4j;
