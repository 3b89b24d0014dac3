package io.exporteragent.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.exporteragent.config.ConfigurationException;
import io.exporteragent.http.Door.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may come in by a password, at the least cost that bcrypt has. */
class PasswordsTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  @TempDir Path directory;

  @AfterEach
  void endThread() {
    thread.shutdownNow();
  }

  private static String hash(BCrypt.Version version, String password) {
    return BCrypt.with(version).hashToString(4, password.toCharArray());
  }

  private Passwords passwords(Map<String, String> hashes)
      throws IOException, ConfigurationException {
    StringBuilder yaml = new StringBuilder("basic_auth_users:\n");
    hashes.forEach((user, hash) -> yaml.append("  " + user + ": " + hash + "\n"));
    Path file = directory.resolve("web.yml");
    Files.writeString(file, yaml);
    return new Passwords(
        WebSettings.parse(Files.readString(file), file.toString()).users(), thread);
  }

  private static String basic(String user, String password) {
    return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
  }

  private static Verdict decide(Passwords passwords, String authorization) {
    CompletableFuture<Verdict> decided = new CompletableFuture<>();
    Verdict now = passwords.verdict(HERE, authorization, decided::complete);
    return now == Verdict.LATER ? decided.join() : now;
  }

  @Test
  void rightPassword_isCheckedOnce() throws Exception {
    Passwords passwords =
        passwords(Map.of("alice", hash(BCrypt.Version.VERSION_2Y, "a:b \u00e9\u4e2d")));
    String right = basic("alice", "a:b \u00e9\u4e2d");

    assertThat(decide(passwords, right)).isEqualTo(Verdict.ADMITTED);
    assertThat(passwords.verdict(HERE, right, later -> {})).isEqualTo(Verdict.ADMITTED);
    assertThat(passwords.verdict(HERE, "basic" + right.substring(5), later -> {}))
        .isEqualTo(Verdict.ADMITTED);
  }

  @Test
  void wrongPassword_isCheckedOnce() throws Exception {
    Passwords passwords = passwords(Map.of("dave", hash(BCrypt.Version.VERSION_2A, "dave123")));
    String wrong = basic("dave", "bad");

    assertThat(decide(passwords, wrong)).isEqualTo(Verdict.UNAUTHORIZED);
    assertThat(passwords.verdict(HERE, wrong, later -> {})).isEqualTo(Verdict.UNAUTHORIZED);
    assertThat(decide(passwords, basic("dave", "dave123"))).isEqualTo(Verdict.ADMITTED);
  }

  @Test
  void everyVersionOfBcrypt_isKnown() throws Exception {
    Map<String, String> hashes = new TreeMap<>();
    hashes.put("a", hash(BCrypt.Version.VERSION_2A, "secret"));
    hashes.put("b", hash(BCrypt.Version.VERSION_2B, "secret"));
    hashes.put("x", hash(BCrypt.Version.VERSION_2X, "secret"));
    hashes.put("y", hash(BCrypt.Version.VERSION_2Y, "secret"));
    Passwords passwords = passwords(hashes);

    for (String user : hashes.keySet()) {
      assertThat(decide(passwords, basic(user, "secret"))).as(user).isEqualTo(Verdict.ADMITTED);
    }
  }

  @Test
  void longPassword_countsToItsLimitAsInGo() throws Exception {
    // Made by crypt(3) of 72 letters, which is all that bcrypt takes.
    Passwords passwords =
        passwords(Map.of("a", "$2y$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i"));

    assertThat(decide(passwords, basic("a", "x".repeat(72) + "more"))).isEqualTo(Verdict.ADMITTED);
    assertThat(decide(passwords, basic("a", "x".repeat(71)))).isEqualTo(Verdict.UNAUTHORIZED);
  }

  @Test
  void unknownUser_isUnauthorizedWhateverThePassword() throws Exception {
    Passwords passwords = passwords(Map.of("dave", hash(BCrypt.Version.VERSION_2Y, "dave123")));

    for (String password : List.of("dave123", "fakepassword", "", "fakepassword")) {
      assertThat(decide(passwords, basic("nobody", password))).isEqualTo(Verdict.UNAUTHORIZED);
    }
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {"", "Basic", "Basic ", "Basic !", "Bearer YWxpY2U6cGFzcw==", "Basic YWxpY2U="})
  void otherHeader_isUnauthorizedWithoutACheck(String authorization) throws Exception {
    Passwords passwords = passwords(Map.of("dave", hash(BCrypt.Version.VERSION_2Y, "dave123")));

    assertThat(passwords.verdict(HERE, authorization, later -> {})).isEqualTo(Verdict.UNAUTHORIZED);
  }

  /** CVE-2022-46146: without lengths in the key, one login could stand for another. */
  @Test
  void rememberedLogin_standsForNoOther() throws Exception {
    String hash = hash(BCrypt.Version.VERSION_2Y, "secret");
    Passwords passwords = passwords(Map.of("alice", hash));

    assertThat(decide(passwords, basic("alice" + hash, "fakepassword")))
        .isEqualTo(Verdict.UNAUTHORIZED);
    assertThat(decide(passwords, basic("alice", hash + "fakepassword")))
        .isEqualTo(Verdict.UNAUTHORIZED);
    assertThat(decide(passwords, basic("alice", "secret"))).isEqualTo(Verdict.ADMITTED);
  }

  @Test
  void loginsAtOnce_getTheirOwnDecisions() throws Exception {
    Passwords passwords = passwords(Map.of("dave", hash(BCrypt.Version.VERSION_2Y, "dave123")));
    List<Verdict> right = new CopyOnWriteArrayList<>();
    List<Verdict> wrong = new CopyOnWriteArrayList<>();
    int number = 300;
    List<Thread> clients = new ArrayList<>();
    String first = basic("dave", "dave123");
    assertThat(passwords.verdict(HERE, first, right::add)).isEqualTo(Verdict.LATER);
    for (int i = 1; i < number; i++) {
      List<Verdict> its = i % 2 == 0 ? right : wrong;
      String shown = i % 2 == 0 ? basic("dave", "dave123") : basic("dave", "wrong" + i);
      clients.add(
          new Thread(
              () -> {
                Verdict now = passwords.verdict(HERE, shown, its::add);
                if (now != Verdict.LATER) {
                  its.add(now);
                }
              }));
    }
    clients.forEach(Thread::start);

    await().until(() -> right.size() + wrong.size() == number);
    assertThat(right).containsOnly(Verdict.ADMITTED);
    assertThat(wrong).contains(Verdict.TOO_MANY).doesNotContain(Verdict.ADMITTED);
  }

  @Test
  void flood_takesNothingFromOneWhoIsKnown() throws Exception {
    Passwords passwords = passwords(Map.of("dave", hash(BCrypt.Version.VERSION_2Y, "dave123")));
    assertThat(decide(passwords, basic("dave", "dave123"))).isEqualTo(Verdict.ADMITTED);

    for (int i = 0; i < 1_000; i++) {
      passwords.verdict(HERE, basic("dave", "wrong" + i), later -> {});
      assertThat(passwords.verdict(HERE, basic("dave", "dave123"), later -> {}))
          .isEqualTo(Verdict.ADMITTED);
    }
  }
}
