package io.exporteragent.source.module.compile;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import javax.tools.SimpleJavaFileObject;

/** A class file somewhere, as a compiler reads it. */
final class BinaryClass extends SimpleJavaFileObject {

  /** Where it is. */
  interface Content {
    InputStream open() throws IOException;
  }

  private final String className;
  private final Content content;

  /**
   * @param className binary name
   */
  BinaryClass(String className, Content content) {
    super(URI.create("client-java:///" + className.replace('.', '/') + ".class"), Kind.CLASS);
    this.className = className;
    this.content = content;
  }

  String className() {
    return className;
  }

  @Override
  public InputStream openInputStream() throws IOException {
    return content.open();
  }
}
