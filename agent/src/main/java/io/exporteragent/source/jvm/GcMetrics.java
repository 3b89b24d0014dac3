package io.exporteragent.source.jvm;

import com.sun.management.GarbageCollectionNotificationInfo;
import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Source;
import io.exporteragent.model.Family;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/**
 * The families that are made of the notifications of the garbage collectors, to which it listens
 * once for all of them, from the agent's first scrape on. Notifications arrive on a thread of the
 * JVM, some time after the collection.
 */
final class GcMetrics implements Source, NotificationListener {
  private final List<CollectionSource> parts =
      Arrays.asList(new PoolAllocation(), new GcDurations(), new OldGeneration());
  private final List<NotificationEmitter> emitters = new ArrayList<>();

  GcMetrics() {
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (collector instanceof NotificationEmitter) {
        NotificationEmitter emitter = (NotificationEmitter) collector;
        emitter.addNotificationListener(this, null, null);
        emitters.add(emitter);
      }
    }
  }

  @Override
  public void handleNotification(Notification notification, Object handback) {
    if (GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION.equals(
        notification.getType())) {
      GarbageCollectionNotificationInfo collection =
          GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData());
      for (CollectionSource part : parts) {
        part.collected(collection);
      }
    }
  }

  @Override
  public List<Family> collect(Scrape scrape) throws Exception {
    List<Family> families = new ArrayList<>();
    for (CollectionSource part : parts) {
      families.addAll(part.collect(scrape));
    }
    return families;
  }

  @Override
  public void close() {
    for (NotificationEmitter emitter : emitters) {
      try {
        emitter.removeNotificationListener(this);
      } catch (ListenerNotFoundException e) {
        // Already removed.
      }
    }
  }
}
