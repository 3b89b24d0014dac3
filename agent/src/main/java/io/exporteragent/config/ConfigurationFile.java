package io.exporteragent.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration file. Strict: anything unknown or malformed is an error; its message is
 * one line that begins with file, line and column and says what was expected. No message shows a
 * secret.
 *
 * <p>Loads the YAML library and reads files, so do not call it on the application's main thread.
 */
public final class ConfigurationFile {
  private static final int MAX_BYTES = 1 << 20;

  private ConfigurationFile() {}

  /**
   * Reads the text of a file of at most 1 MiB.
   *
   * @param name absolute or relative to the working directory of the JVM
   * @throws ConfigurationException if it cannot be read or is not UTF-8
   */
  public static String read(String name) throws ConfigurationException {
    return decode(bytes("configuration file", "YAML file", name), name);
  }

  /**
   * Reads a file of at most 1 MiB.
   *
   * @param what it is for, in messages
   * @param kind such as {@code YAML file}
   * @param name absolute or relative to the working directory of the JVM
   * @throws ConfigurationException if it cannot be read
   */
  public static byte[] bytes(String what, String kind, String name) throws ConfigurationException {
    Path file;
    try {
      file = Paths.get(name);
    } catch (InvalidPathException e) {
      throw unreadable(what, name, "not a file name", "give the name of a " + kind);
    }
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw unreadable(what, name, "not a regular file", "give the name of a " + kind);
      }
      byte[] content = BoundedRead.all(file, MAX_BYTES);
      if (content == null) {
        throw new IOException("larger than 1 MiB");
      }
      return content;
    } catch (NoSuchFileException | FileNotFoundException e) {
      throw unreadable(
          what,
          name,
          "no such file",
          String.format("it was looked for at %s", Quoted.plain(file.toAbsolutePath().toString())));
    } catch (AccessDeniedException e) {
      throw unreadable(what, name, "permission denied", "let the user of this JVM read it");
    } catch (IOException e) {
      throw unreadable(
          what, name, Quoted.plain(String.valueOf(e.getMessage())), "make it readable");
    }
  }

  /**
   * Parses the text of a file.
   *
   * @param fileName for messages
   * @param arguments provide the environment
   * @return null if it contains only comments
   * @throws ConfigurationException if it is not one YAML document
   */
  public static @Nullable YamlValue parse(String text, String fileName, AgentArguments arguments)
      throws ConfigurationException {
    return YamlDocument.of(text, fileName).ours(arguments);
  }

  /**
   * Parses the text of a file of the jar, which is nothing but blocks of plain scalars; loads
   * nothing of the YAML library.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static YamlValue parsePlain(String text, String fileName) {
    return YamlValue.root(
        PlainYaml.parse(text), fileName, new Placeholders(Collections.emptyMap()));
  }

  /**
   * Reads a file of the jar in the package of a class.
   *
   * @throws IllegalStateException if it is missing
   */
  public static String resource(Class<?> beside, String name) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not in the jar");
      }
      return new String(BoundedRead.beginning(in, MAX_BYTES), UTF_8).trim();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Decodes the content of a file.
   *
   * @param name for messages
   * @throws ConfigurationException if it is not UTF-8
   */
  public static String decode(byte[] bytes, String name) throws ConfigurationException {
    CharBuffer text = CharBuffer.allocate(bytes.length);
    CoderResult result = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), text, true);
    text.flip();
    if (result.isError()) {
      String before = text.toString();
      int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
      int column = before.length() - before.lastIndexOf('\n');
      throw new ConfigurationException(
          String.format(
              "%s:%d:%d: not UTF-8; save the file in that encoding",
              Quoted.plain(name), line, column));
    }
    return text.toString();
  }

  private static ConfigurationException unreadable(
      String what, String name, String problem, String remedy) {
    return new ConfigurationException(
        String.format("%s %s cannot be read: %s; %s", what, Quoted.of(name), problem, remedy));
  }
}
