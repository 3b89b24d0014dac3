package io.exporteragent.source.module;

import io.exporteragent.model.Family;
import io.exporteragent.source.module.compile.ModuleException;
import io.exporteragent.source.module.folder.ModuleFile;
import io.exporteragent.source.module.run.ModuleTally;
import io.exporteragent.source.module.run.ModuleVersion;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A module: its name, the version that runs, the one on trial, and what is wrong with the file.
 * Only {@link ModuleWatch} changes it, on one thread; any thread may read it.
 */
final class Module {
  private final String name;
  private final ModuleTally tally = new ModuleTally();
  private volatile String fileName;
  private volatile @Nullable ModuleVersion running;
  private volatile @Nullable ModuleVersion onTrial;
  private volatile @Nullable ModuleException problem;
  private String triedHash = "";
  private String lastRefused = "";
  private boolean nameTaken;

  /** The state of a module in one word. */
  enum State {
    /** Its last run succeeded. */
    RUNNING,
    /** Its last run failed. */
    FAILING,
    /** A run continues although it was interrupted; there is no other until it ends. */
    STUCK,
    /** Its first version is on trial. */
    LOADING,
    /** No version of it could be loaded. */
    REFUSED
  }

  Module(String name, String fileName) {
    this.name = name;
    this.fileName = fileName;
  }

  State state(long nowNanos) {
    ModuleVersion current = running;
    if (current == null) {
      return onTrial == null ? State.REFUSED : State.LOADING;
    }
    if (current.isStuck(nowNanos)) {
      return State.STUCK;
    }
    return current.failure() == null ? State.RUNNING : State.FAILING;
  }

  /** Returns the values to serve. */
  List<Family> families(long nowNanos) {
    ModuleVersion current = running;
    return current == null ? Collections.emptyList() : current.families(nowNanos);
  }

  /** Returns what is wrong with the file, or else with the last run; null when nothing is. */
  @Nullable ModuleException problem() {
    ModuleException ofFile = problem;
    ModuleVersion current = running;
    return ofFile != null || current == null ? ofFile : current.failure();
  }

  String name() {
    return name;
  }

  String fileName() {
    return fileName;
  }

  ModuleTally tally() {
    return tally;
  }

  /** Returns the version that runs, null if none could be loaded yet. */
  @Nullable ModuleVersion running() {
    return running;
  }

  /** Returns the version on trial, null if there is none. */
  @Nullable ModuleVersion onTrial() {
    return onTrial;
  }

  boolean isOnTrial(ModuleVersion version) {
    return onTrial == version;
  }

  /** Returns whether this content has not been tried yet, or is to be tried again. */
  boolean isNew(ModuleFile file) {
    return !file.hash().equals(triedHash) || !file.fileName().equals(fileName);
  }

  /** Begins with new content; returns the version that was on trial, which the caller ends. */
  @Nullable ModuleVersion begin(ModuleFile file) {
    ModuleVersion before = onTrial;
    fileName = file.fileName();
    triedHash = file.hash();
    nameTaken = false;
    onTrial = null;
    return before;
  }

  void trial(ModuleVersion version) {
    onTrial = version;
  }

  /** Lets a version run; returns the previous one, if any, which the caller ends. */
  @Nullable ModuleVersion accept(ModuleVersion version) {
    ModuleVersion before = running;
    running = version;
    onTrial = null;
    problem = null;
    return before;
  }

  /**
   * Records that the content cannot be used.
   *
   * @param forAnothersName whether that may change with another module
   * @return whether this was not known yet
   */
  boolean refuse(ModuleException reason, boolean forAnothersName) {
    String refused = triedHash + " " + reason.withPlace();
    boolean isNew = !refused.equals(lastRefused);
    lastRefused = refused;
    onTrial = null;
    problem = reason;
    nameTaken = forAnothersName;
    return isNew;
  }

  /** Records that the file cannot be used, whatever it contains; returns whether this is new. */
  boolean refuseFile(String reason) {
    ModuleException before = problem;
    problem = new ModuleException(reason);
    triedHash = "";
    return before == null || !before.withPlace().equals(reason);
  }

  /** Has the content tried again. */
  void forgetTrial() {
    triedHash = "";
  }

  /** Has content tried again that was refused for a name which may be free now. */
  void namesFreed() {
    if (nameTaken) {
      triedHash = "";
    }
  }
}
