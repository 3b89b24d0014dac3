package io.exporteragent.source.mbean.engine;

/** Describes samples, when their description is needed. For one thread at a time. */
public interface Describer {

  /** Returns the HELP text of a sample that has none of its own. */
  String help(Leaf leaf);

  /** Returns what distinguishes a sample from others of the same name and labels. */
  String objectName(Leaf leaf);
}
