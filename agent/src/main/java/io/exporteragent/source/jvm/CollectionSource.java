package io.exporteragent.source.jvm;

import com.sun.management.GarbageCollectionNotificationInfo;
import io.exporteragent.gather.Source;

/** What is made of the collections of garbage that the JVM tells of. */
interface CollectionSource extends Source {

  /** Hears of a collection that has ended. Called on a thread of the JVM, and must not throw. */
  void collected(GarbageCollectionNotificationInfo collection);
}
