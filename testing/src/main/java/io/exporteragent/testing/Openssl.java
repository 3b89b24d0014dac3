package io.exporteragent.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Keys and certificates as people make them. */
public final class Openssl {
  private final Path directory;

  /**
   * @param directory where files are written, and to which their names are relative
   */
  public Openssl(Path directory) {
    this.directory = directory;
  }

  /** Runs openssl there, with the words of a command. */
  public void run(String command) {
    run(List.of(command.split(" ")));
  }

  private void run(List<String> words) {
    List<String> all = new ArrayList<>();
    all.add(Tool.OPENSSL.path());
    all.addAll(words);
    Finished.run(directory, new byte[0], all).succeeded();
  }

  /** Makes a key of 256 bits on a curve and a certificate that vouches for itself. */
  public void selfSigned(String name, String... options) {
    run("ecparam -name prime256v1 -genkey -noout -out " + name + ".key");
    certificate(name, name + ".key", options);
  }

  /** Makes a certificate that vouches for itself, of a key. */
  public void certificate(String name, String key, String... options) {
    List<String> words = new ArrayList<>(List.of("req", "-x509", "-days", "30", "-key", key));
    words.addAll(List.of("-subj", "/CN=" + name, "-out", name + ".pem"));
    words.addAll(List.of(options));
    run(words);
  }

  /** Makes a key and a certificate that an authority issues, which {@link #selfSigned} has made. */
  public void issued(String name, String authority, String... options) {
    run("ecparam -name prime256v1 -genkey -noout -out " + name + ".key");
    List<String> words = new ArrayList<>(List.of("req", "-x509", "-days", "30"));
    words.addAll(List.of("-key", name + ".key", "-subj", "/CN=" + name, "-out", name + ".pem"));
    words.addAll(List.of("-CA", authority + ".pem", "-CAkey", authority + ".key"));
    words.addAll(List.of("-addext", "basicConstraints=critical,CA:FALSE"));
    words.addAll(List.of(options));
    run(words);
  }
}
