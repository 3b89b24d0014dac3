package io.exporteragent.source.probe;

import static io.exporteragent.source.probe.Scrapes.app;
import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.config.Secret;
import io.exporteragent.httpclient.BasicAuthSettings;
import io.exporteragent.testing.MisbehavingServer;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.HttpURLConnection;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ResponseCache;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLConnection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is the application's, JVM-wide, is neither changed nor asked. */
class HostUntouchedTest {
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Authenticator authenticator = Authenticator.getDefault();
  private final CookieHandler cookies = CookieHandler.getDefault();
  private final ProxySelector proxies = ProxySelector.getDefault();
  private final ResponseCache cache = ResponseCache.getDefault();

  @BeforeEach
  void listen() {
    Authenticator.setDefault(
        new Authenticator() {
          @Override
          protected PasswordAuthentication getPasswordAuthentication() {
            asked.add("authenticator");
            return new PasswordAuthentication("app", "app-password".toCharArray());
          }
        });
    CookieHandler.setDefault(
        new CookieHandler() {
          @Override
          public Map<String, List<String>> get(URI uri, Map<String, List<String>> headers) {
            asked.add("cookies to send");
            return Map.of("Cookie", List.of("session=of-the-application"));
          }

          @Override
          public void put(URI uri, Map<String, List<String>> headers) {
            asked.add("cookies to keep");
          }
        });
    ProxySelector.setDefault(
        new ProxySelector() {
          @Override
          public List<Proxy> select(URI uri) {
            asked.add("proxy");
            return List.of(Proxy.NO_PROXY);
          }

          @Override
          public void connectFailed(URI uri, SocketAddress address, java.io.IOException e) {
            asked.add("proxy");
          }
        });
    ResponseCache.setDefault(
        new ResponseCache() {
          @Override
          public java.net.CacheResponse get(
              URI uri, String method, Map<String, List<String>> headers) {
            asked.add("cache");
            return null;
          }

          @Override
          public java.net.CacheRequest put(URI uri, URLConnection connection) {
            asked.add("cache");
            return null;
          }
        });
  }

  @AfterEach
  void restore() {
    Authenticator.setDefault(authenticator);
    CookieHandler.setDefault(cookies);
    ProxySelector.setDefault(proxies);
    ResponseCache.setDefault(cache);
  }

  @Test
  void unauthorized_doesNotAskTheApplication() throws Exception {
    try (MisbehavingServer server =
        MisbehavingServer.saying(
            "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n")) {
      ProbeBuilder anonymous = app(server.url());
      ProbeBuilder known =
          app(server.url()).basicAuth(BasicAuthSettings.of("me", Secret.ofText("mine")));
      for (ProbeBuilder probe : List.of(anonymous, known)) {
        try (Scrapes scrapes = new Scrapes(probe.build())) {
          assertThat(scrapes.scrape())
              .containsEntry("exporter_agent_probe_failures[probe, app, reason, status]", 1.0);
        }
      }
      assertThat(server.requests()).hasSize(2).noneMatch(request -> request.contains("Cookie"));
      assertThat(asked).isEmpty();
    }
  }

  @Test
  void success_asksAndChangesNothing() throws Exception {
    Properties properties = (Properties) System.getProperties().clone();
    SSLContext context = SSLContext.getDefault();
    SSLSocketFactory factory = HttpsURLConnection.getDefaultSSLSocketFactory();
    Set<String> threads = threads();
    try (MisbehavingServer server = MisbehavingServer.serving("{\"size\": 1}")) {
      try (Scrapes scrapes = new Scrapes(app(server.url()).build())) {
        assertThat(scrapes.scrape()).containsEntry("app_size[]", 1.0);
        assertThat(threads())
            .allMatch(name -> threads.contains(name) || name.startsWith("exporter-agent-test"));
      }
    }
    assertThat(asked).isEmpty();
    assertThat(System.getProperties()).isEqualTo(properties);
    assertThat(SSLContext.getDefault()).isSameAs(context);
    assertThat(HttpsURLConnection.getDefaultSSLSocketFactory()).isSameAs(factory);
    assertThat(HttpURLConnection.getFollowRedirects()).isTrue();
  }

  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> !name.equals("misbehaving-server"))
        .collect(Collectors.toSet());
  }
}
