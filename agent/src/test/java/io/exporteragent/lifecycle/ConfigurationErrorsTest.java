package io.exporteragent.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.source.method.MethodRule;
import io.exporteragent.source.method.MethodSection;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the user is told, word by word. */
class ConfigurationErrorsTest {
  private static final String PROBE = "probes:\n  - name: app\n    url: http://localhost/\n";
  private static final String METRIC = PROBE + "    metrics:\n      - name: app_x\n";

  private static final String RULE = "methods:\n  - match: com.shop.X#a(..)\n";

  private static final String[][] ERRORS = {
    // The top level and the short sections.
    {
      "sever: {}",
      "1:1: unknown key \"sever\"; did you mean \"server\"? known keys: server, collectors, metrics, disk, probes, methods, signals, modules, mbeans"
    },
    {
      "zzz: 1",
      "1:1: unknown key \"zzz\"; known keys: server, collectors, metrics, disk, probes, methods, signals, modules, mbeans"
    },
    {
      "8000",
      "1:1: \"8000\" at the top level; expected a mapping with the keys server, collectors, metrics, disk, probes, methods, signals, modules, mbeans"
    },
    {
      "server:",
      "1:8: nothing at server; expected a mapping with the keys host, port, allowed_hosts, web_config_file"
    },
    {
      "server: []",
      "1:9: a list at server; expected a mapping with the keys host, port, allowed_hosts, web_config_file"
    },
    {
      "server:\n  prot: 8000",
      "2:3: unknown key \"prot\" at server; did you mean \"port\"? known keys: host, port, allowed_hosts, web_config_file"
    },
    {
      "server: {port: 65536}",
      "1:16: \"65536\" at server.port; expected a whole number from 0 to 65535"
    },
    {
      "server: {allowed_hosts: metrics.example}",
      "1:25: \"metrics.example\" at server.allowed_hosts; expected a list"
    },
    {
      "server: {allowed_hosts: ['metrics.example:80']}",
      "1:26: \"metrics.example:80\" is not a host name at server.allowed_hosts[0]; give the name alone, as metrics.example"
    },
    {
      "server: {port: [1]}", "1:16: a list at server.port; expected text",
    },
    {
      "server: {host: ''}", "1:16: \"\" at server.host; expected text that is not empty",
    },
    {
      "server: {host: a, host: b}",
      "1:19: duplicate key \"host\" at server; it is given before in line 1"
    },
    {
      "collectors: {jvm: yes}", "1:19: \"yes\" at collectors.jvm; expected true or false",
    },
    {
      "collectors: {Memroy: true}",
      "1:14: unknown key \"Memroy\" at collectors; did you mean \"memory\"? known keys: application, jvm, jfr, diagnostics, process, container, cpu, memory, disk, node, sensors, mbeans"
    },
    {
      "disk: {mountpoints_exclude: '(a'}",
      "1:29: \"(a\" at disk.mountpoints_exclude; expected a regular expression (Unclosed group near index 2)"
    },
    {"modules: {interval: 1s}", "1:10: key \"directory\" is missing at modules; add it"},
    {
      "modules: {directory: \"a\\0b\"}",
      "1:22: \"a?b\" at modules.directory; expected the name of a directory"
    },
    {
      "modules: {directory: m, timeout: 0}",
      "1:34: \"0\" at modules.timeout; expected a duration such as 500ms, 10s or 1m30s"
    },
    {
      "modules: {directory: m, max_series: 0}",
      "1:37: \"0\" at modules.max_series; expected a whole number from 1 to 1000000"
    },
    {
      "modules: {directory: m, classpath: app}",
      "1:36: \"app\" at modules.classpath; expected one of isolated, application"
    },
    {
      "modules: {directory: m, application_class: a.B}",
      "1:25: application_class needs classpath: application at modules; set that, or remove it"
    },
    // YAML itself.
    {
      "a: b: c",
      "1:5: a key is not expected here; check the indentation, and put text that holds \": \" in quotes"
    },
    {"server:\n\tport: 1", "2:1: a tab; indent with spaces"},
    {"server: {host: @x}", "1:16: text that begins with @ needs quotes"},
    {
      "server: {host: *x}",
      "1:16: an alias without an anchor; put text that begins with * in quotes"
    },
    {"server: {host: !x y}", "1:16: a YAML tag; put text that begins with ! in quotes"},
    {"server: {host: !a!x y}", "1:16: a YAML tag; put text that begins with ! in quotes"},
    {
      "server: {host: $.a[0]}",
      "1:19: expected a comma or the closing bracket; text that holds one of , [ ] { } needs quotes here"
    },
    {"server: {host: 'a}", "1:19: the text ends within quotes; close them"},
    {
      "server: {host: \"\\d\"}",
      "1:18: an unknown escape after the backslash; use single quotes for text with backslashes"
    },
    {
      "server: {}\n---\nserver: {}",
      "2:1: a second document begins here; one file holds one document"
    },
    {"server:\n  host: a\u0007", "2:10: the character U+0007 is not allowed in YAML; remove it"},
    {"? [a]\n: b", "1:3: a list at the top level; expected text as a key"},
    {
      "<<: {}",
      "1:1: unknown key \"<<\"; known keys: server, collectors, metrics, disk, probes, methods, signals, modules, mbeans"
    },
    // Placeholders.
    {
      "server: {host: '${NO_SUCH}'}",
      "1:16: environment variable NO_SUCH is not set at server.host; set it, or write ${NAME:default}"
    },
    {
      "server: {host: '${NO-SUCH}'}",
      "1:16: a malformed placeholder at server.host; write ${NAME} or ${NAME:default} for an environment variable, or $${ for a plain ${"
    },
    {
      "server: {port: '${SECRET}'}",
      "1:16: \"${SECRET}\" at server.port; expected a whole number from 0 to 65535"
    },
    // Probes.
    {"probes: {}", "1:9: a mapping at probes; expected a list"},
    {"probes: [{url: http://a}]", "1:10: key \"name\" is missing at probes[0]; add it"},
    {"probes:\n  - name: app", "2:5: key \"url\" is missing at probes[0]; add it"},
    {
      "probes: [{name: my-app}]",
      "1:17: \"my-app\" at probes[0].name; expected letters, digits and underscores, no digit first, because the probe's success becomes the metric <name>_up"
    },
    {
      PROBE + "  - name: app\n    url: http://a/",
      "4:11: duplicate probe \"app\" at probes[1].name; the first is in line 2, give this one another name"
    },
    {
      "probes: [{name: a, url: localhost:8080}]",
      "1:25: not a URL with http:// or https:// at probes[0].url; expected a URL such as http://localhost:8080/status"
    },
    {
      "probes: [{name: a, url: 'http://a/ b'}]",
      "1:25: not a URL (Illegal character in path at index 9) at probes[0].url; expected a URL such as http://localhost:8080/status"
    },
    {
      "probes: [{name: a, url: 'http://me:secret@a/'}]",
      "1:25: a URL with a user name at probes[0].url; give it as basic_auth instead"
    },
    {
      "probes: [{name: a, url: 'http://a:99999/'}]",
      "1:25: a URL without a valid host and port at probes[0].url; expected a URL such as http://localhost:8080/status"
    },
    {
      PROBE + "    timeout: 2 s",
      "4:14: \"2 s\" at probes[0].timeout; expected a duration such as 500ms, 10s or 1m30s"
    },
    {
      PROBE + "    timeout: 0s",
      "4:14: \"0s\" at probes[0].timeout; expected a duration such as 500ms, 10s or 1m30s"
    },
    {
      PROBE + "    max_body: 1GiB",
      "4:15: \"1GiB\" at probes[0].max_body; expected a number of bytes such as 65536, 512KiB or 1MiB, from 1 to 64MiB"
    },
    {
      PROBE + "    valid_status: [2x]",
      "4:20: \"2x\" at probes[0].valid_status[0]; expected an HTTP status such as 200, or a class of them such as 2xx"
    },
    {PROBE + "    valid_status: 200", "4:19: \"200\" at probes[0].valid_status; expected a list"},
    {
      PROBE + "    headers: {X: 1, x: 2}",
      "4:21: duplicate header \"x\" at probes[0].headers; remove one of them"
    },
    {
      PROBE + "    headers: {Host: a}",
      "4:15: header \"Host\" cannot be given at probes[0].headers; it belongs to the connection, remove it"
    },
    {
      PROBE + "    headers: {'a b': c}",
      "4:15: \"a b\" at probes[0].headers.\"a b\"; expected the name of a header"
    },
    {
      PROBE + "    headers: {a: \"b\\nSecret: c\"}",
      "4:18: a line break or control character at probes[0].headers.a; it would end the header, remove it"
    },
    {
      PROBE + "    basic_auth: {username: a, password: b, passwd_file: c}",
      "4:44: unknown key \"passwd_file\" at probes[0].basic_auth; did you mean \"password_file\"? known keys: username, password, password_file"
    },
    {
      PROBE + "    basic_auth: {username: a, password: b, password_file: c}",
      "4:44: both password and password_file at probes[0].basic_auth; remove one of them"
    },
    {
      PROBE + "    basic_auth: {username: a}",
      "4:17: key \"password\" is missing at probes[0].basic_auth; add it, or password_file with the name of a file"
    },
    {
      PROBE + "    basic_auth: {username: a, password: b}\n    authorization: {credentials: c}",
      "5:5: both basic_auth and authorization at probes[0]; a request has one of them, remove the other"
    },
    {
      PROBE + "    basic_auth: {username: a, password: b}\n    headers: {Authorization: c}",
      "5:15: duplicate header \"Authorization\" at probes[0].headers; remove one of them"
    },
    {
      PROBE + "    authorization: {type: basic, credentials: c}",
      "4:27: type Basic at probes[0].authorization.type; use basic_auth with username and password instead"
    },
    // Metrics.
    {
      PROBE + "    metrics:\n      - {name: app_x, typ: gauge}",
      "5:23: unknown key \"typ\" at probes[0].metrics[0]; did you mean \"type\"? known keys: name, type, help, value, labels, foreach, limit, on_missing, scale, parse, states, unknown"
    },
    {METRIC, "5:9: key \"value\" is missing at probes[0].metrics[0]; add it"},
    {
      METRIC + "        type: histogram",
      "6:15: \"histogram\" at probes[0].metrics[0].type; expected one of gauge, counter, stateset, info"
    },
    {
      PROBE + "    metrics: [{name: 9x, value: $.x}]",
      "4:22: \"9x\" at probes[0].metrics[0].name; expected a metric name: letters, digits and underscores, no digit first"
    },
    {
      METRIC + "        type: counter\n        value: $.x",
      "5:15: \"app_x\" at probes[0].metrics[0].name; expected a name that ends with _total, as the name of every counter"
    },
    {
      METRIC + "        type: info\n        labels: {a: b}",
      "5:15: \"app_x\" at probes[0].metrics[0].name; expected a name that ends with _info, as the name of every info"
    },
    {
      PROBE + "    metrics: [{name: x_total, value: $.x}]",
      "4:22: \"x_total\" at probes[0].metrics[0].name; expected another name for a gauge, _total is reserved"
    },
    {
      PROBE + "    metrics: [{name: 'x:y', type: stateset, value: $.x, states: [a]}]",
      "4:22: \"x:y\" at probes[0].metrics[0].name; expected a name without colon or leading __, because a state set's label is named as itself"
    },
    {
      PROBE + "    metrics: [{name: app_up, value: $.x}]",
      "4:15: metric \"app_up\" is a gauge here and the success of a probe in line 2 at probes[0].metrics[0]; give one of them another name"
    },
    {
      METRIC + "        value: $.x\n      - {name: app_x_total, type: counter, value: $.x}",
      "7:9: metric \"app_x\" is a counter here and a gauge in line 5 at probes[0].metrics[1]; give one of them another name"
    },
    {
      METRIC + "        value: $.x\n      - {name: app_x, value: $.y}",
      "7:9: duplicate series \"app_x\" at probes[0].metrics[1]; the first is in line 5, give them labels that tell them apart"
    },
    {
      METRIC + "        value: $.x\n        labels: {__a: b}",
      "7:18: \"__a\" at probes[0].metrics[0].labels.__a; expected a label name: letters, digits and underscores, no digit or __ first"
    },
    {
      METRIC + "        value: $.x\n        limit: 5",
      "7:9: limit needs foreach at probes[0].metrics[0]; add that, or remove it"
    },
    {
      METRIC + "        value: $.x\n        foreach: $.y\n        limit: 0",
      "8:16: \"0\" at probes[0].metrics[0].limit; expected a whole number from 1 to 1000000"
    },
    {
      METRIC + "        value: $.x\n        scale: 0",
      "7:16: \"0\" at probes[0].metrics[0].scale; expected a number that is not 0"
    },
    {
      METRIC + "        value: $.x\n        scale: 1e999",
      "7:16: \"1e999\" at probes[0].metrics[0].scale; expected a number such as 10, 0.5 or 1e-9"
    },
    {
      METRIC + "        value: $.x\n        parse: date",
      "7:16: \"date\" at probes[0].metrics[0].parse; expected one of number, bool, duration, rfc3339"
    },
    {
      METRIC + "        value: $.x\n        on_missing: ignore",
      "7:21: \"ignore\" at probes[0].metrics[0].on_missing; expected skip, error or a number"
    },
    {
      METRIC + "        value: $.x\n        states: [a]",
      "7:9: states is for a stateset at probes[0].metrics[0]; remove it"
    },
    {
      METRIC + "        type: stateset\n        value: $.x",
      "5:9: key \"states\" is missing at probes[0].metrics[0]; add it"
    },
    {
      METRIC + "        type: stateset\n        value: $.x\n        states: []",
      "8:17: an empty list at probes[0].metrics[0].states; expected at least one state"
    },
    {
      METRIC + "        type: stateset\n        value: $.x\n        states: [a, a]",
      "8:21: duplicate state at probes[0].metrics[0].states[1]; remove it"
    },
    {
      METRIC
          + "        type: stateset\n        value: $.x\n        states: [a]\n        unknown: b",
      "9:18: \"b\" at probes[0].metrics[0].unknown; expected one of the states"
    },
    {
      METRIC
          + "        type: stateset\n        value: $.x\n        states: [a]\n        on_missing: 0",
      "9:21: \"0\" at probes[0].metrics[0].on_missing; expected skip or error"
    },
    {
      METRIC + "        type: stateset\n        value: $.x\n        states: [a]\n        scale: 2",
      "9:9: scale is for a gauge or counter at probes[0].metrics[0]; remove it"
    },
    {
      METRIC
          + "        type: stateset\n        value: $.x\n        states: [a]\n        labels: {app_x: b}",
      "5:15: a label named as its stateset at probes[0].metrics[0].name; that label tells the state, rename yours"
    },
    {
      PROBE + "    metrics: [{name: x_info, type: info, value: $.x, labels: {a: b}}]",
      "4:42: value is not available for an info, which is always 1 at probes[0].metrics[0]; say what is known in labels"
    },
    {
      PROBE + "    metrics: [{name: x_info, type: info}]",
      "4:15: an info without labels at probes[0].metrics[0]; add labels, they are all an info says"
    },
    // Methods.
    {"methods: {}", "1:10: a mapping at methods; expected a list"},
    {"methods: [{counter: a_total}]", "1:11: key \"match\" is missing at methods[0]; add it"},
    {
      "methods: [{match: a.X, countr: a_total}]",
      "1:24: unknown key \"countr\" at methods[0]; did you mean \"counter\"? known keys: match, counter, average, window, histogram, errors, in_flight, labels, max"
    },
    {
      RULE,
      "2:5: a rule without a metric at methods[0]; add counter, average, histogram, errors or in_flight"
    },
    {
      "methods: [{match: 'com.shop.X#a('}]",
      "1:19: \"com.shop.X#a(\" at methods[0].match; expected a method such as com.shop.OrderService#place(..) (column 14: expected the type of a parameter, .. or ))"
    },
    {
      "methods: [{match: @Timed *}]", "1:19: text that begins with @ needs quotes",
    },
    {
      "methods: [{match: 'java.util.Map#get'}]",
      "1:19: a pattern for classes of the JDK at methods[0].match; they are not measured, name the application's or put implements or extends before the name"
    },
    {
      "methods: [{match: 'io.exporteragent.http..*'}]",
      "1:19: a pattern for classes of the agent at methods[0].match; they are not measured, name the application's"
    },
    {
      "methods: [{match: '*#*'}]",
      "1:19: a pattern for every method of every class at methods[0].match; name a package, a method, an annotation or a supertype"
    },
    {
      RULE + "    counter: a_total\n  - match: com.shop.X#a(..)\n    counter: b_total",
      "4:12: duplicate pattern at methods[1].match; the first is in line 2, make one rule of them"
    },
    {
      RULE + "    counter: a-total",
      "3:14: \"a-total\" at methods[0].counter; expected a metric name: letters, digits and underscores, no digit first"
    },
    {
      RULE + "    counter: a",
      "3:14: \"a\" at methods[0].counter; expected a name that ends with _total, as the name of a counter of calls"
    },
    {
      RULE + "    counter: a_total_total",
      "3:14: \"a_total_total\" at methods[0].counter; expected another name for a counter of calls, _total is reserved"
    },
    {
      RULE + "    counter: exporter_agent_calls_total",
      "3:14: \"exporter_agent_calls_total\" at methods[0].counter; expected a name that does not begin with exporter_agent_, the agent's own do"
    },
    {
      RULE + "    errors: a",
      "3:13: \"a\" at methods[0].errors; expected a name that ends with _total, as the name of a counter of errors"
    },
    {
      RULE + "    average: a_millis",
      "3:14: \"a_millis\" at methods[0].average; expected a name that ends with _seconds, as the name of an average"
    },
    {
      RULE + "    histogram: _seconds",
      "3:16: \"_seconds\" at methods[0].histogram; expected a name that ends with _seconds, as the name of a histogram"
    },
    {
      RULE + "    in_flight: a_total",
      "3:16: \"a_total\" at methods[0].in_flight; expected another name for a gauge of calls in flight, _total is reserved"
    },
    {
      RULE + "    counter: a_total\n    errors: a_total",
      "4:13: metric \"a\" is a counter of errors here and a counter of calls in line 3 at methods[0].errors; give one of them another name"
    },
    {
      RULE + "    average: a_seconds\n  - {match: com.shop.Y, histogram: a_seconds}",
      "4:36: metric \"a_seconds\" is a histogram here and an average in line 3 at methods[1].histogram; give one of them another name"
    },
    {
      RULE + "    histogram: a_seconds\n  - {match: com.shop.Y, counter: a_seconds_total}",
      "4:34: metric \"a_seconds\" is a counter of calls here and a histogram in line 3 at methods[1].counter; give one of them another name"
    },
    {
      PROBE
          + "    metrics: [{name: a_seconds_sum, value: $.x}]\n"
          + "methods: [{match: X#a, histogram: a_seconds}]",
      "5:35: metric \"a_seconds_sum\" is a part of a histogram here and a gauge in line 4 at methods[0].histogram; give one of them another name"
    },
    {
      RULE + "    counter: a_total\n    window: 60s",
      "4:5: window needs average at methods[0]; add that, or remove it"
    },
    {
      RULE + "    average: a_seconds\n    window: 1500ms",
      "4:13: \"1500ms\" at methods[0].window; expected whole seconds, from 1s to 1h"
    },
    {
      RULE + "    average: a_seconds\n    window: 2h",
      "4:13: \"2h\" at methods[0].window; expected whole seconds, from 1s to 1h"
    },
    {
      RULE + "    average: a_seconds\n  - {match: com.shop.Y, average: a_seconds, window: 30s}",
      "4:34: average \"a_seconds\" is over 30s here and over 1m in line 3 at methods[1].average; give one of them another name, or both the same window"
    },
    {
      RULE + "    counter: a_total\n    labels: {__a: b}",
      "4:14: \"__a\" at methods[0].labels.__a; expected a label name: letters, digits and underscores, no digit or __ first"
    },
    {
      RULE + "    counter: a_total\n    labels: {le: b}",
      "4:14: label \"le\" cannot be given at methods[0].labels; it is the bucket of a histogram, rename yours"
    },
    {
      RULE + "    errors: a_total\n    labels: {exception: b}",
      "4:14: label \"exception\" cannot be given at methods[0].labels; it is the exception of errors, rename yours"
    },
    {
      RULE + "    counter: a_total\n    labels: {a: '{clas}'}",
      "4:17: \"{clas}\" at methods[0].labels.a; expected text in which braces are those of {class}, {fqcn} and {method}"
    },
    {
      RULE + "    counter: a_total\n    max: 0",
      "4:10: \"0\" at methods[0].max; expected a whole number from 1 to 10000"
    },
    {
      "methods: [{match: com.shop.X#new, errors: a_total}]",
      "1:35: errors is not available for constructors at methods[0]; remove it"
    },
  };

  static String[][] errors() {
    return ERRORS;
  }

  @ParameterizedTest
  @MethodSource("errors")
  void error_isTold(String text, String message) {
    assertThat(messageOf(text)).isEqualTo("exporter.yml:" + message);
  }

  /** Two applications with the same metrics; what tells the series apart is known at once. */
  @Test
  void seriesOfTwoProbes_areToldApartByLabels() throws ConfigurationException {
    String text =
        """
        probes:
          - {name: a, url: http://a/, metrics: [{name: up_seconds, value: $.x, labels: {app: a}}]}
          - {name: b, url: http://b/, metrics: [{name: up_seconds, value: $.x, labels: {app: b}}]}
        """;
    assertThat(Parsed.of(text).of(Sections.PROBES)).hasSize(2);
    assertThat(messageOf(text.replace("app: b", "app: a")))
        .startsWith("exporter.yml:3:41: duplicate series \"up_seconds\" at probes[1].metrics[0];");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password: *s3cret",
        "password: !s3cret",
        "password: !s3!cret",
        "password: @s3cret",
        "password: s3cret: x",
        "password: ['s3cret']",
        "password: \"\\xs3cret\"",
        "password: '${s3cret'",
        "password: 's3cret",
        "password: s3cret, password: s3cret",
        "password: s3cret, password_file: s3cret",
        "password: s3cret, username: 'a:b'",
        "username: ':s3cret'"
      })
  void secret_isNeverShown(String entry) {
    String message = messageOf(PROBE + "    basic_auth: {" + entry + "}");
    assertThat(message).startsWith("exporter.yml:4:").doesNotContain("s3", "cret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "server: {port: '${SECRET}'}",
        "collectors: {cpu: '${SECRET}'}",
        "disk: {fs_types_exclude: '(${SECRET}'}",
        "probes: [{name: '${SECRET}', url: http://a/}]",
        "probes: [{name: a, url: 'http://a/${SECRET}'}]",
        "probes: [{name: a, url: http://a/, timeout: '${SECRET}'}]",
        "probes: [{name: a, url: http://a/, max_body: '${SECRET}'}]",
        "probes: [{name: a, url: http://a/, valid_status: ['${SECRET}']}]",
        "probes: [{name: a, url: http://a/, metrics: [{name: '${SECRET}', value: $.x}]}]",
        "probes: [{name: a, url: http://a/, metrics: [{name: x, type: '${SECRET}'}]}]",
        "methods: [{match: '${SECRET}', counter: a_total}]",
        "methods: [{match: a.X, counter: '${SECRET}'}]",
        "methods: [{match: a.X, average: a_seconds, window: '${SECRET}'}]",
        "methods: [{match: a.X, counter: a_total, labels: {a: '{${SECRET}'}}]"
      })
  void secretOfTheEnvironment_isNotShownWhereverItIsPut(String text) {
    assertThat(messageOf(text)).doesNotContain("s3 cret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "..*",
        "*.*",
        "*#*()",
        "*#new",
        "public *#**",
        "implements *#*",
        "extends Object",
        "extends java.lang.*",
        "@* *",
        "@..* extends java..Object#*"
      })
  void patternForEverything_isRefused(String pattern) {
    assertThat(messageOf("methods: [{match: '" + pattern + "', counter: a_total}]"))
        .startsWith("exporter.yml:1:19: a pattern for every method of every class at methods[0]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.lang.String",
        "java..*",
        "jdk.internal.X#a",
        "sun.misc.X",
        "javax.management.X",
        "com.sun.net.httpserver.HttpServer#start",
        "javax.crypto.*"
      })
  void patternForTheJdk_isRefused(String pattern) {
    assertThat(messageOf("methods: [{match: '" + pattern + "', counter: a_total}]"))
        .startsWith("exporter.yml:1:19: a pattern for classes of the JDK at methods[0].match; ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*#get*",
        "@Timed *",
        "implements java.lang.Runnable#run",
        "extends java.io.InputStream",
        "extends Object#toString",
        "javax.servlet.http.HttpServlet#service(..)",
        "com.sun.mail.smtp.SMTPTransport#sendMessage",
        "javassist.X",
        "io.exporteragent.demo.WidgetProcessor#process(..)"
      })
  void patternForTheApplication_isAllowed(String pattern) throws ConfigurationException {
    String text = "methods: [{match: '" + pattern + "', counter: a_total}]";
    assertThat(Parsed.of(text).of(new MethodSection()))
        .extracting(MethodRule::id)
        .containsExactly(pattern);
  }

  @Test
  void message_isOneLine_whateverIsInTheFile() {
    assertThat(messageOf("\"a\\nb\\u2028c\\e\": 1"))
        .isEqualTo(
            "exporter.yml:1:1: unknown key \"a?b?c?\"; known keys: server, collectors, metrics, disk, probes, methods, signals, modules, mbeans");
    assertThat(messageOf("x".repeat(1000) + ": 1")).hasSizeLessThan(400);
  }

  @ParameterizedTest
  @ValueSource(ints = {51, 1999, 2001})
  void patternTooDeepOrLong_isRefused(int brackets) {
    assertThat(messageOf("disk: {fs_types_exclude: '" + "(".repeat(brackets) + "'}"))
        .isEqualTo(
            "exporter.yml:1:26: a regular expression of more than 2000 characters or 50 nested brackets at disk.fs_types_exclude; shorten it");
  }

  private static String messageOf(String text) {
    Throwable thrown = catchThrowable(() -> Parsed.of(text, Map.of("SECRET", "s3 cret")));
    assertThat(thrown).isInstanceOf(ConfigurationException.class);
    return thrown.getMessage();
  }
}
