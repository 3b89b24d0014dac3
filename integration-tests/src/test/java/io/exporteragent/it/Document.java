package io.exporteragent.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation.
 *
 * @param file relative to the root of the repository
 * @param text in Markdown
 */
record Document(Path file, String text) {
  static final Path ROOT = Path.of("..");

  private static final Pattern BLOCK = Pattern.compile("(?ms)^ *```(\\w*)\\R(.*?)^ *```$");
  private static final Pattern CODE = Pattern.compile("`[^`]*`");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

  /**
   * A block of code.
   *
   * @param language what is behind the opening fence
   */
  record Block(String language, String text) {}

  static Document of(String file) {
    return read(Path.of(file));
  }

  /** Those of the repository's root and of its folder docs. */
  static List<Document> all() {
    try (Stream<Path> root = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(root, docs)
          .filter(file -> file.toString().endsWith(".md"))
          .map(file -> read(ROOT.relativize(file)))
          .sorted((a, b) -> a.file.compareTo(b.file))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Document read(Path file) {
    try {
      return new Document(file, Files.readString(ROOT.resolve(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Block> blocks() {
    return BLOCK
        .matcher(text)
        .results()
        .map(block -> new Block(block.group(1), block.group(2).stripIndent()))
        .toList();
  }

  /** The texts of the blocks in a language. */
  List<String> blocks(String language) {
    return blocks().stream()
        .filter(block -> block.language().equals(language))
        .map(Block::text)
        .toList();
  }

  /** What its links lead to, as written. */
  List<String> links() {
    return LINK.matcher(CODE.matcher(prose()).replaceAll("code")).results().map(group(1)).toList();
  }

  /** The anchors of its headings, as GitHub makes them. */
  List<String> anchors() {
    return HEADING
        .matcher(prose())
        .results()
        .map(group(1))
        .map(title -> title.toLowerCase(Locale.ROOT).replaceAll("[^\\w -]", "").replace(' ', '-'))
        .toList();
  }

  private String prose() {
    return BLOCK.matcher(text).replaceAll("");
  }

  private static Function<MatchResult, String> group(int number) {
    return match -> match.group(number);
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
