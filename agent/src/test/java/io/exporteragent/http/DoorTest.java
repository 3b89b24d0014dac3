package io.exporteragent.http;

import static io.exporteragent.http.RunningServer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.gather.Scrape;
import io.exporteragent.http.Door.Verdict;
import io.exporteragent.model.Family;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of requests that somebody decides about. */
class DoorTest {
  private static List<Family> none(Scrape scrape) {
    return List.of();
  }

  private static Verdict byName(String authorization, Consumer<Verdict> later) {
    return authorization == null ? Verdict.UNAUTHORIZED : Verdict.valueOf(authorization);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics", "/-/healthy", "/", "/nope", "/broken"})
  void everyPath_isDecidedAbout(String path) throws Exception {
    try (RunningServer server =
        new RunningServer(DoorTest::none, GuardedDoor.plain(DoorTest::byName))) {
      HttpResponse<byte[]> response = server.get(path);

      assertThat(response.statusCode()).isEqualTo(401);
      assertThat(text(response)).isEqualTo("Unauthorized.\n");
      assertThat(response.headers().firstValue("WWW-Authenticate"))
          .contains("Basic realm=\"exporter-agent\", charset=\"UTF-8\"");
      assertThat(response.headers().firstValue("X-Frame-Options")).contains("deny");
    }
  }

  @Test
  void clientOfTooMany_isToldWhenToComeAgain() throws Exception {
    try (RunningServer server =
        new RunningServer(DoorTest::none, GuardedDoor.plain(DoorTest::byName))) {
      HttpResponse<byte[]> response = server.get("/metrics", "Authorization", "TOO_MANY");

      assertThat(response.statusCode()).isEqualTo(429);
      assertThat(response.headers().firstValue("Retry-After")).contains("1");
      assertThat(server.get("/metrics", "Authorization", "ADMITTED").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void decisionThatTakesTime_holdsUpItsOwnConnectionOnly() throws Exception {
    Queue<Consumer<Verdict>> waiting = new ConcurrentLinkedQueue<>();
    GuardedDoor door =
        GuardedDoor.plain(
            (authorization, later) -> {
              if (authorization == null) {
                return Verdict.ADMITTED;
              }
              waiting.add(later);
              return Verdict.LATER;
            });
    try (RunningServer server = new RunningServer(DoorTest::none, door)) {
      CompletableFuture<Integer> admitted =
          CompletableFuture.supplyAsync(
              () -> server.get("/-/healthy", "Authorization", "a").statusCode());
      await().until(() -> waiting.size() == 1);
      CompletableFuture<Integer> refused =
          CompletableFuture.supplyAsync(
              () -> server.get("/-/healthy", "Authorization", "b").statusCode());
      await().until(() -> waiting.size() == 2);

      assertThat(server.get("/-/healthy").statusCode()).isEqualTo(200);
      assertThat(admitted).isNotDone();
      waiting.remove().accept(Verdict.ADMITTED);
      assertThat(admitted.get()).isEqualTo(200);
      waiting.remove().accept(Verdict.UNAUTHORIZED);
      assertThat(refused.get()).isEqualTo(401);
    }
  }

  @Test
  void decisionAboutAClientThatHasGone_isForgotten() throws Exception {
    Queue<Consumer<Verdict>> waiting = new ConcurrentLinkedQueue<>();
    GuardedDoor door =
        GuardedDoor.plain(
            (authorization, later) -> {
              waiting.add(later);
              return Verdict.LATER;
            });
    try (RunningServer server = new RunningServer(DoorTest::none, door)) {
      Socket socket = server.connect("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
      await().until(() -> waiting.size() == 1);
      socket.setSoLinger(true, 0);
      socket.close();
      waiting.remove().accept(Verdict.ADMITTED);

      CompletableFuture<Integer> next =
          CompletableFuture.supplyAsync(() -> server.get("/-/healthy").statusCode());
      await().until(() -> waiting.size() == 1);
      waiting.remove().accept(Verdict.ADMITTED);
      assertThat(next.get()).isEqualTo(200);
      assertThat(server.messages).isEmpty();
    }
  }
}
