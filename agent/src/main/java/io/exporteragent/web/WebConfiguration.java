package io.exporteragent.web;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.ConfigurationFile;
import io.exporteragent.http.Door;
import io.exporteragent.tls.FilesRead;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One version of a web configuration file with all it names.
 *
 * <pre>
 *   WebConfiguration web = WebConfiguration.read("web.yml");
 *   web.describe(Instant.now()).forEach(System.out::println);
 * </pre>
 *
 * <p>Immutable.
 */
public final class WebConfiguration {
  private static final int MOST_COST = 14;

  private final WebSettings settings;
  private final @Nullable Tls tls;
  private final FilesRead files;

  private WebConfiguration(WebSettings settings, @Nullable Tls tls, FilesRead files) {
    this.settings = settings;
    this.tls = tls;
    this.files = files;
  }

  /**
   * Reads the file, and the certificates and keys that it names relative to its own directory. With
   * TLS this makes the JDK ask for its loggers.
   *
   * @param file absolute or relative to the working directory of the JVM
   * @throws ConfigurationException if anything in it is wrong or open without saying so
   */
  public static WebConfiguration read(String file) throws ConfigurationException {
    FilesRead files = new FilesRead();
    byte[] content = files.read("web configuration", "YAML file", file);
    WebSettings settings = WebSettings.parse(ConfigurationFile.decode(content, file), file);
    TlsSettings tls = settings.tls();
    Path parent = Paths.get(file).toAbsolutePath().getParent();
    return new WebConfiguration(
        settings,
        tls == null ? null : Tls.of(tls, parent == null ? Paths.get("") : parent, files),
        files);
  }

  /**
   * Returns whether reading the file would read certificates.
   *
   * @throws ConfigurationException if it cannot be read, or is wrong before any certificate is read
   */
  public static boolean asksForTls(String file) throws ConfigurationException {
    return WebSettings.parse(ConfigurationFile.read(file), file).tls() != null;
  }

  /** Returns whether all its files are as they were when it was read. */
  public boolean isCurrent() {
    return files.areUnchanged();
  }

  /** Returns whether the page is served over TLS. */
  public boolean hasTls() {
    return tls != null;
  }

  /** Returns when the server's certificate expires; null without TLS. */
  public @Nullable Instant certificateExpiry() {
    return tls == null ? null : tls.certificate().getNotAfter().toInstant();
  }

  /**
   * Makes the door that this version asks for.
   *
   * @param thread checks passwords one at a time, with pauses
   */
  public Door.Version door(Executor thread) {
    return new Guard(settings, tls, thread);
  }

  /** Tells in a few lines what is asked of clients, and what should be looked after. */
  public List<String> describe(Instant now) {
    List<String> lines = new ArrayList<>();
    TlsSettings tlsSettings = settings.tls();
    if (tls == null || tlsSettings == null) {
      lines.add("TLS: off; what is sent can be read on its way, passwords too");
    } else {
      lines.add(
          String.format("TLS: from %s to %s", tlsSettings.minVersion(), tlsSettings.maxVersion()));
      lines.add("certificate: " + certificate(tls.certificate(), now));
      lines.add("clients' certificates: " + tlsSettings.clientAuthentication());
      tls.missingCipherSuites()
          .forEach(each -> lines.add("cipher suite " + each + " is unknown to this JVM"));
      tls.disabledVersions()
          .forEach(
              each ->
                  lines.add(
                      each
                          + " is switched off in this JVM by its security property jdk.tls.disabledAlgorithms"));
    }
    lines.add(
        "users: "
            + (settings.users().isEmpty()
                ? "no password is asked for"
                : String.join(", ", settings.users().keySet())));
    settings.users().forEach((user, hash) -> addCost(user, hash, lines));
    settings.headers().forEach((name, value) -> lines.add("header: " + name + ": " + value));
    if (!settings.interval().isZero()) {
      lines.add(
          String.format(
              "requests: %d at once, then one each %s",
              settings.burst(), seconds(settings.interval())));
    }
    return lines;
  }

  private static void addCost(String user, PasswordHash hash, List<String> lines) {
    if (hash.cost() > MOST_COST) {
      lines.add(
          String.format(
              "user %s: a hash of cost %d takes seconds of a processor for one check; make it again with 10",
              user, hash.cost()));
    }
  }

  private static String seconds(Duration duration) {
    return duration.toNanos() / 1e9 + " s";
  }

  private static String certificate(X509Certificate certificate, Instant now) {
    Instant end = certificate.getNotAfter().toInstant();
    long days = Duration.between(now, end).toDays();
    return String.format(
        "%s, %s (%s)",
        certificate.getSubjectX500Principal().getName(),
        end.isBefore(now) ? "EXPIRED" : days + " days left",
        end);
  }
}
