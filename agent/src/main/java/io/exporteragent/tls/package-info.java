/**
 * What both ends of TLS need: certificates and private keys in the format PEM, the files they come
 * from, and the versions there are. Uses no key store and no default of the JVM, which belong to
 * the application, and keeps no key but the one in use.
 *
 * <p>Parsing a certificate makes the JDK ask for its loggers, so who calls this waits until the
 * application has set up its logging.
 */
package io.exporteragent.tls;
