/**
 * A small HTTP client for those who fetch while a scrape waits: one deadline for the whole
 * exchange, an end to it from another thread, bounded bodies, its own trust. {@link
 * io.exporteragent.httpclient.HttpClient} asks what an {@link
 * io.exporteragent.httpclient.HttpTarget} describes.
 *
 * <p>HTTP is spoken over sockets of our own. The JDK's {@code HttpURLConnection} belongs to the
 * application: it takes part in its cookies and its cached credentials, asks its authenticator,
 * shares its idle connections and may close one of them when disconnected.
 *
 * <p>Lives in the agent's class loader. Sources may use it; it knows none of them, and of {@code
 * config} only secrets and what its own settings are declared with.
 */
package io.exporteragent.httpclient;
