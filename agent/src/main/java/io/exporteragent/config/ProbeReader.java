package io.exporteragent.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One entry of {@code probes}, but for its metrics and how it authenticates itself. */
final class ProbeReader {
  private static final String URL_EXPECTED = "expected a URL such as http://localhost:8080/status";
  private static final int MAX_BODY_LIMIT = 64 << 20;

  /** URI knows no host name with an underscore, as containers often have. */
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[0-9A-Fa-f:.%]++]|[A-Za-z0-9._-]++)(:([0-9]{1,5}))?");

  private static final Pattern STATUS = Pattern.compile("([1-5])(xx|[0-9]{2})");

  /** Set by the HTTP client, which ignores or refuses them. */
  private static final List<String> RESERVED_HEADERS =
      Arrays.asList(
          "connection",
          "content-length",
          "expect",
          "host",
          "keep-alive",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private ProbeReader() {}

  static ProbeSettings read(YamlValue item, ProbeClashes clashes) throws ConfigurationException {
    YamlMap map =
        item.map(
            "name",
            "url",
            "timeout",
            "headers",
            "basic_auth",
            "authorization",
            "tls",
            "valid_status",
            "max_body",
            "follow_redirects",
            "metrics");
    String name = name(map.require("name"), clashes);
    ProbeSettings.Builder probe = ProbeSettings.builder(name, url(map.require("url")));
    probe.location(map.location());
    YamlValue timeout = map.get("timeout");
    if (timeout != null) {
      probe.timeout(timeout.positiveDuration());
    }
    readAuthentication(map, probe);
    YamlValue validStatus = map.get("valid_status");
    if (validStatus != null) {
      probe.validStatus(statuses(validStatus));
    }
    YamlValue maxBody = map.get("max_body");
    if (maxBody != null) {
      probe.maxBody(maxBody.bytes(MAX_BODY_LIMIT));
    }
    probe.followRedirects(map.bool("follow_redirects", false));
    YamlValue metrics = map.get("metrics");
    if (metrics != null) {
      probe.metrics(metrics(name, metrics, clashes));
    }
    return probe.build();
  }

  private static String name(YamlValue value, ProbeClashes clashes) throws ConfigurationException {
    String name = value.text();
    if (!Names.isProbe(name)) {
      throw value.expected(
          "letters, digits and underscores, no digit first, because the probe's success becomes the metric <name>_up");
    }
    clashes.addProbe(name, value);
    return name;
  }

  /** Never shows the URL: a password or token may be in it. */
  private static URI url(YamlValue value) throws ConfigurationException {
    URI url;
    try {
      url = new URI(value.text());
    } catch (URISyntaxException e) {
      throw value.error(
          String.format("not a URL (%s at index %d)", Quoted.plain(e.getReason()), e.getIndex()),
          URL_EXPECTED);
    }
    if (!"http".equalsIgnoreCase(url.getScheme()) && !"https".equalsIgnoreCase(url.getScheme())) {
      throw value.error("not a URL with http:// or https://", URL_EXPECTED);
    }
    String authority = url.getRawAuthority();
    if (authority != null && authority.indexOf('@') >= 0) {
      throw value.error("a URL with a user name", "give it as basic_auth instead");
    }
    Matcher matcher = AUTHORITY.matcher(authority == null ? "" : authority);
    if (!matcher.matches() || !isPort(matcher.group(3))) {
      throw value.error("a URL without a valid host and port", URL_EXPECTED);
    }
    if (url.getRawFragment() != null) {
      throw value.error("a URL with a fragment", "remove what follows the #");
    }
    return url;
  }

  private static boolean isPort(@Nullable String digits) {
    return digits == null || (Integer.parseInt(digits) >= 1 && Integer.parseInt(digits) <= 65535);
  }

  private static void readAuthentication(YamlMap map, ProbeSettings.Builder probe)
      throws ConfigurationException {
    YamlValue headers = map.get("headers");
    YamlValue basicAuth = map.get("basic_auth");
    YamlValue authorization = map.get("authorization");
    if (basicAuth != null && authorization != null) {
      throw authorization
          .atKey()
          .error(
              "both basic_auth and authorization", "a request has one of them, remove the other");
    }
    if (headers != null) {
      probe.headers(headers(headers, basicAuth != null || authorization != null));
    }
    if (basicAuth != null) {
      probe.basicAuth(ProbeSecurityReader.basicAuth(basicAuth));
    }
    if (authorization != null) {
      probe.authorization(ProbeSecurityReader.authorization(authorization));
    }
    YamlValue tls = map.get("tls");
    if (tls != null) {
      probe.tls(ProbeSecurityReader.tls(tls));
    }
  }

  private static Map<String, String> headers(YamlValue section, boolean authorized)
      throws ConfigurationException {
    Map<String, String> headers = new LinkedHashMap<>();
    TreeSet<String> seen = new TreeSet<>();
    for (Map.Entry<String, YamlValue> entry : section.entries().entrySet()) {
      String name = entry.getKey();
      YamlValue value = entry.getValue();
      String lowerCase = name.toLowerCase(Locale.ROOT);
      if (!Names.isToken(name)) {
        throw value.atKey().expected("the name of a header");
      }
      if (RESERVED_HEADERS.contains(lowerCase)) {
        throw value
            .atKey()
            .error(
                String.format("header %s cannot be given", Quoted.of(name)),
                "it belongs to the connection, remove it");
      }
      if (!seen.add(lowerCase) || (authorized && lowerCase.equals("authorization"))) {
        throw value
            .atKey()
            .error(String.format("duplicate header %s", Quoted.of(name)), "remove one of them");
      }
      headers.put(name, ProbeSecurityReader.headerValue(value));
    }
    return headers;
  }

  private static List<StatusRange> statuses(YamlValue list) throws ConfigurationException {
    List<StatusRange> ranges = new ArrayList<>();
    for (YamlValue item : list.items()) {
      String text = item.text();
      Matcher matcher = STATUS.matcher(text);
      if (!matcher.matches()) {
        throw item.expected("an HTTP status such as 200, or a class of them such as 2xx");
      }
      ranges.add(
          text.endsWith("xx")
              ? StatusRange.classOf(text.charAt(0) - '0')
              : StatusRange.only(Integer.parseInt(text)));
    }
    if (ranges.isEmpty()) {
      throw list.error("an empty list", "expected at least one status, or remove the key for 2xx");
    }
    return ranges;
  }

  private static List<ProbeMetricSettings> metrics(
      String probe, YamlValue list, ProbeClashes clashes) throws ConfigurationException {
    List<ProbeMetricSettings> metrics = new ArrayList<>();
    for (YamlValue item : list.items()) {
      ProbeMetricSettings metric = ProbeMetricReader.read(item);
      clashes.addMetric(probe, metric, item);
      metrics.add(metric);
    }
    return metrics;
  }
}
