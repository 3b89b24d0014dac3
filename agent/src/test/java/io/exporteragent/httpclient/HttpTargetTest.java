package io.exporteragent.httpclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exporteragent.config.Secret;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTargetTest {
  private static final HttpTarget.Builder TARGET = HttpTarget.to(URI.create("http://a/"));

  @ParameterizedTest
  @CsvSource({
    "X, 'a\r\nY: b', has a line break",
    "X, 'a\u0085b', control character",
    "Content-Length, 5, is set by the client alone",
    "TRANSFER-encoding, chunked, is set by the client alone",
    "X Y, 5, is not the name of a header"
  })
  void headerThatMakesAnotherRequest_isRefused(String name, String value, String why) {
    assertThatThrownBy(() -> TARGET.headers(Map.of(name, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/status", "ftp://a/", "http:///status", "mailto:a", "http://a:0/"})
  void urlOfNoServer_isRefused(String url) {
    assertThatThrownBy(() -> HttpTarget.to(URI.create(url)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "http://a/, false, a, 80",
    "https://A:8443/, true, a, 8443",
    "https://a:/, true, a, 443",
    "http://my_app:1/, false, my_app, 1",
    "http://me@[::1]:2/, false, ::1, 2"
  })
  void origin_isSchemeHostAndPort(String url, boolean tls, String host, int port) {
    HttpOrigin origin = HttpOrigin.of(URI.create(url));
    assertThat(origin.isTls()).isEqualTo(tls);
    assertThat(origin.host()).isEqualTo(host);
    assertThat(origin.port()).isEqualTo(port);
  }

  @Test
  void schemeThatEndsTheHeader_isRefused() {
    AuthorizationSettings settings = AuthorizationSettings.of("a\nb:", Secret.ofText("c"));
    assertThatThrownBy(() -> TARGET.authorization(settings))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
