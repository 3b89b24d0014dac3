package io.exporteragent.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Settings as a configuration file that says everything, defaults too, and asks for the same. Only
 * what may be secret is replaced: passwords, credentials, the values of headers and the query of a
 * URL.
 */
final class SettingsDescription {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_/$][A-Za-z0-9_/$.*+@-]*");

  private final StringBuilder lines = new StringBuilder();

  private SettingsDescription() {}

  static String of(Settings settings) {
    SettingsDescription description = new SettingsDescription();
    description.describe(settings);
    return description.lines.toString();
  }

  private void describe(Settings settings) {
    line(0, "server:");
    value(2, "host", settings.server().host());
    line(2, "port: " + settings.server().port());
    line(2, "allowed_hosts: " + settings.server().allowedHosts());
    line(0, "collectors:");
    for (CollectorSettings.Name name : CollectorSettings.Name.values()) {
      line(2, name.key() + ": " + settings.collectors().isOn(name));
    }
    line(0, "disk:" + (settings.disk().equals(DiskSettings.DEFAULT) ? " {}" : ""));
    pattern("mountpoints_exclude", settings.disk().mountpointsExclude());
    pattern("fs_types_exclude", settings.disk().fsTypesExclude());
    line(0, "probes:" + (settings.probes().isEmpty() ? " []" : ""));
    for (ProbeSettings probe : settings.probes()) {
      describe(probe);
    }
    line(0, "methods:" + (settings.methods().isEmpty() ? " []" : ""));
    for (MethodRule rule : settings.methods()) {
      describe(rule);
    }
    line(0, "modules:" + (settings.modules() == null ? " {}" : ""));
    if (settings.modules() != null) {
      describe(settings.modules());
    }
  }

  private void describe(ModuleSettings modules) {
    value(2, "directory", modules.directory().toString());
    line(2, "interval: " + PrometheusDuration.format(modules.interval()));
    line(2, "timeout: " + PrometheusDuration.format(modules.timeout()));
    line(2, "max_series: " + modules.maxSeries());
    line(2, "classpath: " + modules.classPath().name().toLowerCase(Locale.ROOT));
    value(2, "application_class", modules.applicationClass());
  }

  private void pattern(String key, @Nullable Pattern pattern) {
    if (pattern == null) {
      line(2, "# " + key + ": as node_exporter");
    } else {
      value(2, key, pattern.pattern());
    }
  }

  private void describe(ProbeSettings probe) {
    line(2, "- name: " + probe.name());
    value(4, "url", probe.displayUrl());
    line(4, "timeout: " + PrometheusDuration.format(probe.timeout()));
    line(4, "headers:" + (probe.headers().isEmpty() ? " {}" : ""));
    for (String header : probe.headers().keySet()) {
      value(6, quoted(header), "<secret>");
    }
    BasicAuthSettings basicAuth = probe.basicAuth();
    if (basicAuth != null) {
      line(4, "basic_auth:");
      value(6, "username", basicAuth.username());
      secret("password", basicAuth.password());
    }
    AuthorizationSettings authorization = probe.authorization();
    if (authorization != null) {
      line(4, "authorization:");
      value(6, "type", authorization.type());
      secret("credentials", authorization.credentials());
    }
    line(4, "tls:");
    if (probe.tls().caFile() != null) {
      value(6, "ca_file", probe.tls().caFile().toString());
    }
    line(6, "insecure_skip_verify: " + probe.tls().insecureSkipVerify());
    line(4, "valid_status: " + probe.validStatus());
    line(4, "max_body: " + ByteSize.format(probe.maxBody()));
    line(4, "follow_redirects: " + probe.followRedirects());
    line(4, "metrics:" + (probe.metrics().isEmpty() ? " []" : ""));
    for (ProbeMetricSettings metric : probe.metrics()) {
      describe(metric);
    }
  }

  private void describe(ProbeMetricSettings metric) {
    line(6, "- name: " + metric.name());
    line(8, "type: " + metric.type().key());
    value(8, "help", metric.help());
    value(8, "value", metric.value());
    labels(8, metric.labels());
    if (metric.foreach() != null) {
      value(8, "foreach", metric.foreach());
      line(8, "limit: " + metric.limit());
    }
    line(8, "on_missing: " + metric.onMissing());
    switch (metric.type()) {
      case GAUGE:
      case COUNTER:
        line(8, "scale: " + metric.scale());
        line(8, "parse: " + metric.parse().key());
        break;
      case STATESET:
        states(metric.states());
        value(8, "unknown", metric.unknown());
        break;
      case INFO:
        break;
    }
  }

  private void describe(MethodRule rule) {
    value(2, "- match", rule.id());
    value(4, "counter", rule.counter());
    value(4, "average", rule.average());
    if (rule.average() != null) {
      line(4, "window: " + PrometheusDuration.format(rule.window()));
    }
    value(4, "histogram", rule.histogram());
    value(4, "errors", rule.errors());
    value(4, "in_flight", rule.inFlight());
    labels(4, rule.labels());
    line(4, "max: " + rule.max());
  }

  private void labels(int indent, Map<String, String> labels) {
    line(indent, "labels:" + (labels.isEmpty() ? " {}" : ""));
    labels.forEach((name, text) -> value(indent + 2, name, text));
  }

  private void states(List<String> states) {
    line(8, "states:");
    for (String state : states) {
      line(10, "- " + quoted(state));
    }
  }

  private void secret(String key, Secret secret) {
    value(6, secret.file() == null ? key : key + "_file", secret.toString());
  }

  private void value(int indent, String key, @Nullable String text) {
    if (text != null) {
      line(indent, key + ": " + quoted(text));
    }
  }

  private void line(int indent, String text) {
    for (int i = 0; i < indent; i++) {
      lines.append(' ');
    }
    lines.append(text).append('\n');
  }

  /** As the file would have to have it, with quotes only where they are needed. */
  private static String quoted(String text) {
    if (PLAIN.matcher(text).matches() && !text.equalsIgnoreCase("null")) {
      return text;
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || (c >= 0x7F && c < 0xA0) || c >= 0x2028) {
        quoted.append(String.format("\\u%04X", (int) c));
      } else {
        quoted.append(c == '$' && text.startsWith("${", i) ? "$$" : c);
      }
    }
    return quoted.append('"').toString();
  }
}
