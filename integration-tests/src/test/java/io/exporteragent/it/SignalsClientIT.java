package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.fixtures.CallsAsTold;
import io.exporteragent.testing.Page;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls of each HTTP client and version, counted once each. */
class SignalsClientIT {
  private static final List<String> BETWEEN =
      List.of("apache-4.3", "apache-5.1", "okhttp-3.14", "okhttp-4.12");

  private static final Jdk JDK = Jdk.all().get(0);
  private static final Pattern SERIES =
      compile(
          "http_client_request_duration_seconds_count\\{"
              + "(?:error_type=\"([^\"]*)\",)?http_request_method=\"(\\w+)\","
              + "(?:http_response_status_code=\"(\\d+)\",)?server_address=\"([^\"]*)\""
              + "(?:,server_port=\"(\\d+)\")?}");

  /**
   * A client of one version.
   *
   * @param fixture its name there
   * @param special a further way to GET
   * @param refused the exception that tells that a connection is refused
   * @param methods how many are woven after a GET of both ways
   * @param repeats whether it tries again when a server closes a new connection
   */
  private record Client(
      String fixture,
      String libraries,
      String library,
      String special,
      String refused,
      int methods,
      boolean repeats) {

    @Override
    public String toString() {
      return libraries;
    }
  }

  /** The clients, those between the oldest and the newest only with {@code -Dlong}. */
  static Stream<Client> all() {
    return Stream.of(
            apache("apache4", "apache-4.3", "org.apache.http.conn", 4),
            apache("apache4", "apache-4.5", "org.apache.http.conn", 4),
            apache("apache5", "apache-5.1", "org.apache.hc.client5.http", 2),
            apache("apache5", "apache-5.5", "org.apache.hc.client5.http", 2),
            okHttp("okhttp-3.9"),
            okHttp("okhttp-3.14"),
            okHttp("okhttp-4.12"),
            okHttp("okhttp-5.3"))
        .filter(
            client -> System.getProperty("long") != null || !BETWEEN.contains(client.libraries));
  }

  private static Client apache(String fixture, String libraries, String room, int methods) {
    String refused = room + ".HttpHostConnectException";
    return new Client(fixture, libraries, "Apache HttpClient", "MINIMAL", refused, methods, true);
  }

  private static Client okHttp(String libraries) {
    return new Client(
        "okhttp", libraries, "OkHttp", "ENQUEUE", "java.net.ConnectException", 1, false);
  }

  @ParameterizedTest
  @MethodSource("all")
  void eachCall_isCountedOnce_withWhatBecameOfIt(Client client) {
    try (Program program = start(client, "localhost:0,signals=http")) {
      URI agent = program.serving();
      awaitWeaving(program, agent, client);
      assertCounts(program, agent, client);
      assertAddressesAreCapped(program, agent);
    }
  }

  static Stream<Client> newest() {
    return all().filter(client -> List.of("apache-5.5", "okhttp-5.3").contains(client.libraries));
  }

  @ParameterizedTest
  @MethodSource("newest")
  void attachedLate_countsFromThenOn_andNothingOnceDetached(Client client) {
    try (Program program = start(client, "")) {
      Attachment attachment = new Attachment(program);
      tell(program, "GET 127.0.0.1 /ok 3");
      for (int i = 0; i < 2; i++) {
        URI agent = attachment.load("host=localhost,port=0,signals=http").server();
        awaitWeaving(program, agent, client);
        assertCounts(program, agent, client);
        assertThat(attachment.load("detach").state()).isEqualTo("stopped");
        tell(program, "GET 127.0.0.1 /ok 2");
      }
    }
  }

  private static Program start(Client client, String agentArguments) {
    // Without the second, each answer of the server waits 40 ms for an acknowledgement.
    Program.Command java =
        Program.java(JDK).with("-XX:TieredStopAtLevel=1", "-Dsun.net.httpserver.nodelay=true");
    Program program =
        (agentArguments.isEmpty() ? java : java.agent(agentArguments))
            .with("-cp", Program.classPath(client.libraries), CallsAsTold.class.getName())
            .with(client.fixture)
            .start();
    program.awaitOutput(compile("ready"));
    return program;
  }

  /** Waits for the classes that the first calls load. */
  private static void awaitWeaving(Program program, URI agent, Client client) {
    tell(program, "GET 127.0.0.1 /ok 1", client.special + " 127.0.0.1 /ok 1");
    String methods =
        "exporter_agent_signal_methods{library=\"%s\",signal=\"http\"}".formatted(client.library);
    await()
        .atMost(90, SECONDS)
        .until(() -> Exposition.of(Page.metrics(agent)).value(methods) == client.methods);
  }

  private static void assertCounts(Program program, URI agent, Client client) {
    String port = port(program);
    Map<String, Double> before = counts(agent);
    tell(
        program,
        "GET 127.0.0.2 /ok 3",
        "POST 127.0.0.2 /ok 2",
        "GET 127.0.0.2 /missing 4",
        "GET 127.0.0.2 /fail 2",
        "GET 127.0.0.2 /moved 2",
        "GET 127.0.0.2 /nested 5",
        client.special + " 127.0.0.2 /ok 4",
        "GET 127.0.0.2 /slow 1",
        "GET 127.0.0.2 /refused 2",
        "GET localhost /ok 25 8",
        client.repeats ? "GET 127.0.0.4 /flaky?" + before.size() + " 1" : "GET 127.0.0.4 /ok 1");

    Map<String, Double> more = counts(agent);
    before.forEach((series, count) -> more.merge(series, -count, Double::sum));
    more.values().removeIf(count -> count == 0);
    assertThat(more)
        .isEqualTo(
            Map.of(
                "GET 127.0.0.2:" + port + " 200 null",
                14.0,
                "POST 127.0.0.2:" + port + " 200 null",
                2.0,
                "GET 127.0.0.2:" + port + " 404 404",
                4.0,
                "GET 127.0.0.2:" + port + " 500 500",
                2.0,
                "GET 127.0.0.2:" + port + " null java.net.SocketTimeoutException",
                1.0,
                "GET 127.0.0.2:1 null " + client.refused,
                2.0,
                "GET localhost:" + port + " 200 null",
                200.0,
                "GET 127.0.0.4:" + port + " 200 null",
                1.0));
  }

  private static void assertAddressesAreCapped(Program program, URI agent) {
    int known = addresses(counts(agent));
    String[] calls = new String[80];
    for (int i = 0; i < calls.length; i++) {
      calls[i] = "GET 127.0.1." + (i + 1) + " /ok 2";
    }
    tell(program, calls);
    Map<String, Double> counts = counts(agent);
    assertThat(addresses(counts)).isEqualTo(50);
    assertThat(counts)
        .containsEntry("GET other:null 200 null", 2.0 * (80 - (50 - known)))
        .containsEntry("GET 127.0.1." + (50 - known) + ":" + port(program) + " 200 null", 2.0);
  }

  private static int addresses(Map<String, Double> counts) {
    return (int)
        counts.keySet().stream()
            .map(series -> series.split("[ :]", 3)[1])
            .filter(address -> !address.equals("other"))
            .distinct()
            .count();
  }

  private static String port(Program program) {
    return program.awaitOutput(compile("port (\\d+)")).group(1);
  }

  private static void tell(Program program, String... commands) {
    String end = "told " + program.output().length();
    for (String command : commands) {
      program.tell(command);
    }
    program.tell(end);
    program.awaitOutput(compile("done: " + Pattern.quote(end)));
  }

  /** Returns the counts by method, address, status and error. */
  private static Map<String, Double> counts(URI agent) {
    Map<String, Double> counts = new TreeMap<>();
    Exposition.of(Page.metrics(agent))
        .families()
        .getOrDefault("http_client_request_duration_seconds", Map.of())
        .forEach(
            (series, count) -> {
              Matcher labels = SERIES.matcher(series);
              if (labels.matches()) {
                counts.put(
                    "%s %s:%s %s %s"
                        .formatted(
                            labels.group(2),
                            labels.group(4),
                            labels.group(5),
                            labels.group(3),
                            labels.group(1)),
                    count);
              }
            });
    return counts;
  }
}
