package io.agw.store.memory;

import io.agw.store.Ledger;
import io.agw.store.Ledger.Batch;
import io.agw.store.Ledger.Cell;
import io.agw.store.Ledger.Hold;
import io.agw.store.Ledger.Purse;
import io.agw.store.Ledger.Sum;
import io.agw.store.UsageRecord;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A ledger that lasts as long as its process.
final class MemoryLedger implements Ledger {
    private final Map<Cell, Sum> cells = new HashMap<>();
    private final Map<Purse, Sum> totals = new HashMap<>();
    private final Map<Long, Hold> holds = new HashMap<>();

    @Override
    public synchronized List<UsageRecord> unended() {
        return holds.values().stream().map(Hold::row).filter(Objects::nonNull).toList();
    }

    @Override
    public synchronized Contents open() {
        int recovered = holds.size();
        holds.values().forEach(hold -> hold.most().forEach(this::charge));
        holds.clear();
        return new Contents(cells, totals, recovered);
    }

    @Override
    public synchronized void commit(Batch batch) {
        batch.holds().forEach(hold -> holds.put(hold.turn(), hold));
        batch.ended().forEach(holds::remove);
        batch.charges().forEach(this::charge);
    }

    @Override
    public synchronized int trim(Instant before) {
        int size = cells.size();
        cells.keySet().removeIf(cell -> cell.slot() < before.getEpochSecond());
        return size - cells.size();
    }

    private void charge(Cell cell, Sum sum) {
        cells.merge(cell, sum, Sum::plus);
        totals.merge(cell.purse(), sum, Sum::plus);
    }
}
