package io.exporteragent.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.source.probe.ProbeSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsDescriptionTest {

  @Test
  void everythingIsTold_defaultsToo_butNoSecret() throws ConfigurationException {
    String text =
        """
        collectors: {cpu: false}
        disk: {mountpoints_exclude: ^/mnt, fs_types_exclude: tmpfs}
        probes:
          - name: app
            url: https://localhost/status?token=s3cret
            headers: {X-Token: s3cret}
            basic_auth: {username: me, password: s3cret}
            tls: {ca_file: /etc/ca.pem}
            metrics:
              - {name: app_x, value: $.x, labels: {a: '@key'}, foreach: $.y}
              - {name: app_health, type: stateset, value: $.h, states: ['on', 'a b']}
        methods:
          - {match: com.shop.X, counter: x_total}
          - {match: '@Y *#z(..)', average: z_seconds, labels: {m: '{method}'}, max: 3}
        """;
    assertThat(parse(text).describe())
        .isEqualTo(
            """
            server:
              host: 0.0.0.0
              port: 8000
              allowed_hosts: []
            collectors:
              application: true
              jvm: true
              jfr: false
              diagnostics: false
              process: true
              container: true
              cpu: false
              memory: true
              disk: true
              node: false
              sensors: false
              mbeans: true
            metrics:
              exclude: []
            disk:
              mountpoints_exclude: "^/mnt"
              fs_types_exclude: tmpfs
            probes:
              - name: app
                url: "https://localhost/status?..."
                timeout: 2s
                headers:
                  X-Token: "<secret>"
                basic_auth:
                  username: me
                  password: "<secret>"
                tls:
                  ca_file: /etc/ca.pem
                  insecure_skip_verify: false
                valid_status: [2xx]
                max_body: 1MiB
                follow_redirects: false
                metrics:
                  - name: app_x
                    type: gauge
                    help: ""
                    value: $.x
                    labels:
                      a: "@key"
                    foreach: $.y
                    limit: 1000
                    on_missing: error
                    scale: 1.0
                    parse: number
                  - name: app_health
                    type: stateset
                    help: ""
                    value: $.h
                    labels: {}
                    on_missing: error
                    states: [on, "a b"]
            methods:
              - match: com.shop.X
                counter: x_total
                labels: {}
                max: 200
              - match: "@Y *#z(..)"
                average: z_seconds
                window: 1m
                labels:
                  m: "{method}"
                max: 3
            signals: []
            modules: {}
            mbeans:
              packs: auto
              max_series: 500
            """);
  }

  @Test
  void description_isUnderstoodAsTheSame() throws ConfigurationException {
    Configuration settings =
        parse(
            """
            server: {host: "::1", port: 1}
            disk: {mountpoints_exclude: "^/a|\\\\.b|\\"", fs_types_exclude: ''}
            probes:
              - name: app
                url: https://localhost:1/a%20b
                timeout: 1h1ms
                authorization: {type: Token, credentials_file: "a b\\u00e9\\n"}
                tls: {insecure_skip_verify: true}
                valid_status: [1xx, 404]
                max_body: 77
                follow_redirects: true
                metrics:
                  - {name: x_info, type: info, labels: {a: '$${b}', c: 'null', d: "\\ta: #\\e"}}
                  - {name: w_total, type: counter, value: "$.a['x']", scale: 1e-9, on_missing: -5}
                  - {name: y, value: '@', foreach: $, limit: 7, parse: bool, on_missing: skip}
                  - {name: z, type: stateset, value: a, states: [a, ~a], unknown: a, help: "h\\U0001F600"}
            methods:
              - match: "public  @Timed\\n extends a..X#new( int ,.. )"
                counter: n_total
                average: n_seconds
                window: 1h
              - match: "*#find*"
                histogram: f_seconds
                errors: f_total
                in_flight: f_now
                labels: {a: '{class}, of {fqcn}', b: ''}
                max: 10000
            modules: {directory: /a b, timeout: 7s, classpath: application, application_class: a.B}
            mbeans: {jmx_exporter: /a b.yml, packs: [auto, shop.yml], max_series: 7}
            """);
    assertThat(parse(settings.describe())).isEqualTo(settings);
  }

  @Test
  void toString_neverShowsASecret() throws ConfigurationException {
    Configuration configuration =
        parse(
            """
            probes:
              - name: app
                url: http://localhost/status?token=hidden
                headers: {X-Token: hidden}
                basic_auth: {username: me, password: hidden}
              - name: other
                url: http://localhost/
                authorization: {credentials: hidden}
            """);
    List<ProbeSettings> probes = configuration.of(Sections.PROBES);
    assertThat(configuration.toString()).contains("localhost").doesNotContain("hidden");
    assertThat(configuration.describe()).contains("X-Token").doesNotContain("hidden");
    assertThat(probes.toString()).contains("localhost").doesNotContain("hidden");
    assertThat("" + probes.get(0).basicAuth() + probes.get(1).authorization())
        .isEqualTo("me:<secret>Bearer <secret>");
  }

  private static Configuration parse(String text) throws ConfigurationException {
    return Parsed.of(text);
  }
}
