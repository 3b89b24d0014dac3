package io.exporteragent.attach;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URL;

/** Fetches the page once, as the proof that there is something to scrape. */
final class FirstScrape {
  private FirstScrape() {}

  /**
   * @throws IOException if the page is not there in time, or its status is not 200
   */
  static void of(String url, Deadline deadline) throws IOException {
    int timeout = (int) Math.max(1, deadline.remainingMillis());
    HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(timeout);
    connection.setReadTimeout(timeout);
    connection.setInstanceFollowRedirects(false);
    try {
      if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
        throw new IOException("it answers with status " + connection.getResponseCode());
      }
      try (InputStream in = connection.getInputStream()) {
        byte[] buffer = new byte[8192];
        while (in.read(buffer) >= 0) {
          // Only all of it shows that it can be had.
        }
      }
    } finally {
      connection.disconnect();
    }
  }
}
