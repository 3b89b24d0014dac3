package io.exporteragent.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.Place;
import io.exporteragent.config.Quoted;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Certificates or keys in the format PEM, in a configuration file itself or in a file that it
 * names. Shown by its name only, for it may hold a key. Immutable.
 */
public final class PemText {
  private final String key;
  private final @Nullable Place place;
  private final String text;
  private final boolean isFile;

  /**
   * Reads nothing yet.
   *
   * @param key of the configuration file
   * @param place where it is in that; null if it is in none
   * @param text the name of a file, or what would be in it
   */
  public PemText(String key, @Nullable Place place, String text, boolean isFile) {
    this.key = key;
    this.place = place;
    this.text = text;
    this.isFile = isFile;
  }

  /** Returns what it is called in messages. */
  public String name() {
    return isFile ? Quoted.plain(text) : key;
  }

  /**
   * Reads its blocks.
   *
   * @param directory that to which the name of a file is relative
   * @param files notes the file, if there is one
   * @throws ConfigurationException if the file cannot be read, or a block is malformed
   */
  List<Pem> read(Path directory, FilesRead files) throws ConfigurationException {
    List<Pem> blocks = new ArrayList<>();
    try {
      Pem.parse(isFile ? file(directory, files) : text, blocks);
    } catch (IllegalArgumentException e) {
      throw error(String.valueOf(e.getMessage()), "write it again");
    }
    return blocks;
  }

  private String file(Path directory, FilesRead files) throws ConfigurationException {
    try {
      Path file = directory.resolve(text);
      return new String(files.read(key, "PEM file", file.toString()), ISO_8859_1);
    } catch (InvalidPathException e) {
      throw error("not a file name", "give the name of a file");
    }
  }

  /** Makes an error about what is in it. */
  public ConfigurationException error(String problem, String remedy) {
    String what = (isFile ? Quoted.of(text) + ": " : "") + problem;
    return place == null
        ? new ConfigurationException(key + " " + what + "; " + remedy)
        : place.error(what, remedy);
  }

  /** Returns its name, never what is in it. */
  @Override
  public String toString() {
    return name();
  }
}
