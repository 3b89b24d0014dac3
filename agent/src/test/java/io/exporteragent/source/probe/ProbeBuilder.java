package io.exporteragent.source.probe;

import io.exporteragent.config.Mapping;
import io.exporteragent.httpclient.AuthorizationSettings;
import io.exporteragent.httpclient.BasicAuthSettings;
import io.exporteragent.httpclient.TlsSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Probes that come from no file, and are not checked as those of one are. */
final class ProbeBuilder {
  private final Mapping.Builder<ProbeSettings> probe = ProbeSettings.SCHEMA.builder();

  ProbeBuilder(String name, URI url) {
    probe.with(ProbeSettings.NAME, name).with(ProbeSettings.URL, url);
  }

  ProbeBuilder timeout(Duration value) {
    probe.with(ProbeSettings.TIMEOUT, value);
    return this;
  }

  ProbeBuilder headers(Map<String, String> value) {
    probe.with(ProbeSettings.HEADERS, value);
    return this;
  }

  ProbeBuilder basicAuth(BasicAuthSettings value) {
    probe.with(ProbeSettings.BASIC_AUTH, value);
    return this;
  }

  ProbeBuilder authorization(AuthorizationSettings value) {
    probe.with(ProbeSettings.AUTHORIZATION, value);
    return this;
  }

  ProbeBuilder tls(TlsSettings value) {
    probe.with(ProbeSettings.TLS, value);
    return this;
  }

  ProbeBuilder validStatus(List<StatusRange> value) {
    probe.with(ProbeSettings.VALID_STATUS, value);
    return this;
  }

  ProbeBuilder maxBody(int value) {
    probe.with(ProbeSettings.MAX_BODY, value);
    return this;
  }

  ProbeBuilder followRedirects(boolean value) {
    probe.with(ProbeSettings.FOLLOW_REDIRECTS, value);
    return this;
  }

  ProbeBuilder metrics(List<ProbeMetricSettings> value) {
    probe.with(ProbeSettings.METRICS, value);
    return this;
  }

  ProbeSettings build() {
    return probe.build();
  }
}
